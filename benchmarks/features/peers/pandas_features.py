"""The features of the view next_day with pandas, as its user guide does it: one frame, group by series, shift and roll.

One row a (series, origin, lead); origins are a day apart. The panel has no gaps, no revisions and no delay, and the script relies
on it.

Usage: pandas_features.py ROWS.parquet OUT.parquet FIRST_ORIGIN_HOUR LAST_ORIGIN_HOUR   (hours since 1970 in the column `hour`)
"""

import sys

import numpy as np
import pandas as pd

WIDTHS = (1, 3, 6, 12, 24, 48)


def window_means(values, series, widths):
    grouped = values.groupby(series)
    return {width: grouped.rolling(width).mean().droplevel(0) for width in widths}


def main(rows_path, out_path, first_origin, last_origin):
    rows = pd.read_parquet(rows_path, columns=["series", "hour", "value"])
    rows = rows.sort_values(["series", "hour"], ignore_index=True)
    series, value = rows["series"], rows["value"]

    def lag(hours):
        return value.groupby(series).shift(hours)

    week, day = value - lag(168), value - lag(24)
    levels = {f"r_{width}": mean for width, mean in window_means(week, series, WIDTHS).items()}
    levels |= {f"c_{width}": mean for width, mean in window_means(day, series, WIDTHS).items()}
    levels |= {f"lev_{width}": mean for width, mean in window_means(value, series, (1, 24, 168, 336)).items()}
    levels["sd"] = value.groupby(series).rolling(672).std().droplevel(0)
    at_origin = pd.DataFrame({"series": series, "origin": rows["hour"] + 1} | levels)

    at_target = pd.DataFrame({"series": series, "target": rows["hour"], "truth": value})
    for name, hours in (("d0", 24), ("d5", 144), ("w0", 168)):
        at_target[name] = lag(hours)
    at_target["yr0"] = week.groupby(series).shift(24)
    for name, hours in (("dc0", 24), ("dc1", 48), ("dc6", 168)):
        at_target[name] = day.groupby(series).shift(hours)

    first, last = int(first_origin), int(last_origin)
    at_target["origin"] = at_target["target"] - (at_target["target"] - first) % 24
    at_target = at_target[at_target["origin"].between(first, last)]
    at_target["lead"] = at_target["target"] - at_target["origin"]
    when = pd.to_datetime(at_target["target"], unit="h")
    at_target["local_hour"], at_target["weekday"] = when.dt.hour, when.dt.dayofweek + 1
    at_target["class_target"] = np.maximum(at_target["weekday"] - 5, 0)
    table = at_target.merge(at_origin, on=["series", "origin"], how="left")
    table.sort_values(["origin", "series", "target"], ignore_index=True).to_parquet(out_path, compression="zstd")


pd.options.mode.copy_on_write = True
main(*sys.argv[1:])
