"""The same lags and windows with mlforecast's preprocess: a row an hour, with every lag and window counted from that hour.

Usage: mlforecast_features.py ROWS.parquet OUT.parquet FIRST_ORIGIN_HOUR LAST_ORIGIN_HOUR   (hours since 1970 in the column `hour`)
"""

import operator
import sys

import pandas as pd
from mlforecast import MLForecast
from mlforecast.lag_transforms import Combine, Offset, RollingMean, RollingStd

WIDTHS = (1, 3, 6, 12, 24, 48)


def change(width, hours):
    return Combine(RollingMean(width), Offset(RollingMean(width), hours), operator.sub)


def main(rows_path, out_path, first_origin, last_origin):
    rows = pd.read_parquet(rows_path, columns=["series", "hour", "value"])
    when = pd.to_datetime(rows["hour"], unit="h")
    frame = pd.DataFrame({"unique_id": rows["series"], "ds": when, "y": rows["value"]})
    windows = [RollingMean(width) for width in (1, 24, 168, 336)] + [RollingStd(672)]
    changes = [change(width, hours) for hours in (168, 24) for width in WIDTHS]
    model = MLForecast(
        models=[],
        freq="h",
        lags=[24, 48, 72, 144, 168, 192],
        lag_transforms={1: windows + changes},
        date_features=["hour", "dayofweek"],
        num_threads=2,
    )
    table = model.preprocess(frame, static_features=[], dropna=False)
    first, end = (pd.to_datetime(int(hour), unit="h") for hour in (first_origin, int(last_origin) + 24))
    table[(table["ds"] >= first) & (table["ds"] < end)].to_parquet(out_path, compression="zstd")


main(*sys.argv[1:])
