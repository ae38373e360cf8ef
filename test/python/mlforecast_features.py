"""Lags and windows by mlforecast's preprocess, under the names that our features have.

Usage: mlforecast_features.py ROWS.csv OUT.parquet      (columns meter, hour, value; hours since 1970)
"""

import operator
import sys

import pandas as pd
from mlforecast import MLForecast
from mlforecast.lag_transforms import Combine, Offset, RollingMean, RollingStd

LAGS = {"d0": 24, "d5": 144, "w0": 168}
WIDTHS = (1, 3, 6, 12, 24, 48)
WINDOWS = {f"lev_{width}": RollingMean(width) for width in (1, 24, 168, 336)} | {"sd": RollingStd(672)}
for letter, hours in (("r", 168), ("c", 24)):
    for width in WIDTHS:
        WINDOWS[f"{letter}_{width}"] = Combine(RollingMean(width), Offset(RollingMean(width), hours), operator.sub)

rows = pd.read_csv(sys.argv[1])
frame = pd.DataFrame({"unique_id": rows["meter"], "ds": pd.to_datetime(rows["hour"], unit="h"), "y": rows["value"]})
model = MLForecast(models=[], freq="h", lags=list(LAGS.values()), lag_transforms={1: list(WINDOWS.values())})
table = model.preprocess(frame, static_features=[], dropna=False)
table.columns = ["meter", "time", "value", *LAGS, *WINDOWS]
table["hour"] = table.pop("time").astype("int64") // 3_600_000_000_000
table.to_parquet(sys.argv[2])
