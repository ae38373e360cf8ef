"""mlforecast: the other configurations that were tried on the bundled rows, all on week lags.

week_scale: a scale per series. log_week_scale: the same on inverse hyperbolic sines. log_diff1, log_diff168: differences of an hour and
of a week on them. plain_diff24: differences of a day without a scale.
"""

import warnings

warnings.filterwarnings("ignore")

from rolling import LAGS, TREES, arguments, np, roll
import lightgbm as lgb
from mlforecast import MLForecast
from mlforecast.lag_transforms import RollingMean, RollingStd
from mlforecast.target_transforms import Differences, GlobalSklearnTransformer, LocalStandardScaler
from sklearn.preprocessing import FunctionTransformer

sinh = FunctionTransformer(func=np.arcsinh, inverse_func=np.sinh)
TRANSFORMS = {
    "week_scale": lambda: [LocalStandardScaler()],
    "log_week_scale": lambda: [GlobalSklearnTransformer(sinh), LocalStandardScaler()],
    "log_diff1": lambda: [GlobalSklearnTransformer(sinh), Differences([1])],
    "log_diff168": lambda: [GlobalSklearnTransformer(sinh), Differences([168])],
    "plain_diff24": lambda: [Differences([24])],
}

args = arguments(TRANSFORMS)


def fit(known):
    windows = [RollingMean(24), RollingMean(168), RollingStd(24), RollingStd(168)]
    forecaster = MLForecast(
        models={"p50": lgb.LGBMRegressor(n_estimators=600, learning_rate=0.05, num_leaves=31, **TREES)},
        freq="h",
        lags=LAGS,
        lag_transforms={1: windows},
        date_features=["hour", "dayofweek"],
        target_transforms=TRANSFORMS[args.config](),
        num_threads=1,
    )
    return forecaster.fit(known, static_features=[])


def predict(model, known, steps):
    return model.predict(steps, new_df=known)


roll(args, fit, predict)
