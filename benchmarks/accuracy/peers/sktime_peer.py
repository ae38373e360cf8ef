"""sktime, the tutorial's own way: one LightGBM over all series on raw lags 1..72 with window statistics, recursive."""

import warnings

warnings.filterwarnings("ignore")

from rolling import TREES, arguments, pd, roll
from lightgbm import LGBMRegressor
from sklearn.pipeline import make_pipeline
from sktime.forecasting.base import ForecastingHorizon
from sktime.forecasting.compose import ForecastingPipeline, make_reduction
from sktime.transformations.series.date import DateTimeFeatures
from sktime.transformations.series.summarize import WindowSummarizer

args = arguments()
WINDOWS = {
    "lag": list(range(1, 73)),
    "mean": [[1, 24], [1, 48], [1, 72]],
    "std": [[1, 24], [1, 48]],
}


def indexed(known):
    rows = known.assign(ds=known["ds"].dt.to_period("h")).set_index(["unique_id", "ds"])
    return rows[["y"]]


def fit(known):
    regressor = LGBMRegressor(n_estimators=1000, learning_rate=0.15, max_depth=5, num_leaves=31, **TREES)
    forecaster = make_reduction(
        regressor,
        transformers=[WindowSummarizer(lag_feature=WINDOWS, n_jobs=1)],
        window_length=None,
        strategy="recursive",
        pooling="global",
    )
    pipeline = ForecastingPipeline([DateTimeFeatures(manual_selection=["hour_of_day", "day_of_week"]), forecaster])
    y = indexed(known)
    return pipeline.fit(y=y, X=pd.DataFrame(index=y.index).assign(none=0.0))


def predict(pipeline, known, steps):
    y = indexed(known)
    if y.index.get_level_values("ds").max() > pipeline.cutoff[0]:
        pipeline.update(y=y, X=pd.DataFrame(index=y.index).assign(none=0.0), update_params=False)
    ahead = [
        (series, period)
        for series, last in y.reset_index().groupby("unique_id")["ds"].max().items()
        for period in pd.period_range(last + 1, periods=steps, freq="h")
    ]
    future = pd.DataFrame(index=pd.MultiIndex.from_tuples(ahead, names=y.index.names)).assign(none=0.0)
    grid = pipeline.predict(fh=ForecastingHorizon(list(range(1, steps + 1))), X=future).reset_index()
    return grid.assign(ds=grid["ds"].dt.to_timestamp()).rename(columns={"y": "p50"})


roll(args, fit, predict)
