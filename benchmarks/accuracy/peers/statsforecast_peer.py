"""statsforecast: MSTL (day and week) with exponential smoothing of the trend, on inverse hyperbolic sines, eight weeks a fit."""

import warnings

warnings.filterwarnings("ignore")

from rolling import arguments, np, roll
from statsforecast import StatsForecast
from statsforecast.models import MSTL, AutoETS

args = arguments()


def predict(_, known, steps):
    model = MSTL(season_length=[24, 168], trend_forecaster=AutoETS(model="ZZN"), alias="p50")
    scaled = known.assign(y=np.arcsinh(known["y"]))
    grid = StatsForecast(models=[model], freq="h", n_jobs=1).forecast(df=scaled, h=steps)
    return grid.assign(p50=np.sinh(grid["p50"]))


roll(args, lambda known: None, predict, keep_hours=8 * 168)
