"""skforecast: one LightGBM over all series, week lags, a scale per series, recursive."""

import warnings

warnings.filterwarnings("ignore")

from rolling import LAGS, TREES, arguments, dense, np, pd, roll
from lightgbm import LGBMRegressor
from skforecast.preprocessing import RollingFeatures
from skforecast.recursive import ForecasterRecursiveMultiSeries
from sklearn.preprocessing import StandardScaler

args = arguments()


def wide_of(known):
    wide = dense(known)
    return wide.ffill().bfill()


def clock(index):
    return pd.DataFrame({"hour": index.hour, "weekday": index.dayofweek}, index=index).astype(float)


def fit(known):
    wide = wide_of(known)
    forecaster = ForecasterRecursiveMultiSeries(
        estimator=LGBMRegressor(n_estimators=600, learning_rate=0.05, num_leaves=31, **TREES),
        lags=LAGS,
        window_features=RollingFeatures(stats=["mean", "mean", "std", "std"], window_sizes=[24, 168, 24, 168]),
        encoding="ordinal",
        transformer_series=StandardScaler(),
    )
    forecaster.fit(series=wide, exog=clock(wide.index), suppress_warnings=True)
    return forecaster


def predict(forecaster, known, steps):
    wide = wide_of(known)
    ahead = pd.date_range(wide.index[-1] + pd.Timedelta(hours=1), periods=steps, freq="h")
    grid = forecaster.predict(
        steps=steps, last_window=wide.iloc[-forecaster.window_size :], exog=clock(ahead), suppress_warnings=True
    )
    grid = grid.reset_index(names="ds") if "level" in grid.columns else grid
    return grid.rename(columns={"level": "unique_id", "pred": "p50"})[["unique_id", "ds", "p50"]]


roll(args, fit, predict)
