"""mlforecast: LightGBM on lags, in three configurations.

diff24: differences of a day, a scale per series, week lags (the best of a dozen tried on the bundled rows).
log_diff24: the same on inverse hyperbolic sines (logarithms that cope with zero and negative values).
legal_lags: only lags that are known for the whole horizon, so that a long delay needs no recursion through the hole.
"""

import warnings

warnings.filterwarnings("ignore")

from rolling import LAGS, TREES, arguments, np, roll
import lightgbm as lgb
from mlforecast import MLForecast
from mlforecast.lag_transforms import RollingMean, RollingStd
from mlforecast.target_transforms import Differences, GlobalSklearnTransformer, LocalStandardScaler
from sklearn.preprocessing import FunctionTransformer

args = arguments(("diff24", "log_diff24", "legal_lags"))
STEPS = args.delay + 24


def forecaster(known):
    if args.config == "legal_lags":
        history = known.groupby("unique_id").size().min()
        days = [24 * -(-STEPS // 24) + 24 * extra for extra in range(7)]
        weeks = [168 * -(-STEPS // 168) + 168 * extra for extra in range(4)]
        lags = sorted({lag for lag in (*days, *weeks, 364 * 24) if lag < 0.8 * history})
        shape = dict(lags=lags, lag_transforms={lags[0]: [RollingMean(24), RollingMean(168)]})
        transforms = [LocalStandardScaler()]
        dates = ["hour", "dayofweek", "dayofyear"] if history > 400 * 24 else ["hour", "dayofweek"]
    else:
        windows = [RollingMean(24), RollingMean(168), RollingStd(24), RollingStd(168)]
        shape = dict(lags=LAGS, lag_transforms={1: windows})
        transforms = [Differences([24]), LocalStandardScaler()]
        dates = ["hour", "dayofweek"]
        if args.config == "log_diff24":
            sinh = FunctionTransformer(func=np.arcsinh, inverse_func=np.sinh)
            transforms = [GlobalSklearnTransformer(sinh), *transforms]
    model = lgb.LGBMRegressor(n_estimators=600, learning_rate=0.05, num_leaves=31, **TREES)
    return MLForecast(
        models={"p50": model}, freq="h", date_features=dates, target_transforms=transforms, num_threads=1, **shape
    )


def fit(known):
    return forecaster(known).fit(known, static_features=[])


def predict(model, known, steps):
    return model.predict(steps, new_df=known)


roll(args, fit, predict)
