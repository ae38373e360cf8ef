"""The same rows and the same 24 hours with mlforecast: differences of a day, a scale per series, week lags, one LightGBM.

Usage: mlforecast_cycle.py [--trees N] [--bands DAYS] [--cost COST.json] ROWS.parquet OUT.parquet ORIGIN_UTC [ORIGIN_UTC ...]

Rows from ORIGIN on are not looked at. --bands makes conformal bands from that many days, which the library scores by one
earlier fit. COST.json gets the CPU seconds of fit and predict alone, of all threads.
"""

import argparse
import json
import os
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import lightgbm as lgb
import pandas as pd
from mlforecast import MLForecast
from mlforecast.lag_transforms import RollingMean, RollingStd
from mlforecast.target_transforms import Differences, LocalStandardScaler
from mlforecast.utils import PredictionIntervals

HORIZON = 24
LAGS = [1, 2, 3, 4, 6, 12, 22, 23, 24, 25, 26, 48, 72, 96, 120, 144, 167, 168, 169]
PARAMS = dict(
    learning_rate=0.05, num_leaves=31, n_jobs=1, verbosity=-1, random_state=1, deterministic=True,
    force_col_wise=True,
)  # fmt: skip


def read_rows(path):
    rows = pd.read_parquet(path, columns=["HourUTC", "PriceArea", "ConsumerType_DE35", "TotalCon"])
    return pd.DataFrame(
        {
            "unique_id": rows["PriceArea"] + "|" + rows["ConsumerType_DE35"],
            "ds": pd.to_datetime(rows["HourUTC"]),
            "y": rows["TotalCon"].astype("float64"),
        }
    ).sort_values(["unique_id", "ds"], ignore_index=True)


def forecast(rows, trees, days):
    """Forecasts, and the CPU seconds of fit and predict."""
    model = MLForecast(
        models={"p50": lgb.LGBMRegressor(n_estimators=trees, **PARAMS)},
        freq="h",
        lags=LAGS,
        lag_transforms={1: [RollingMean(24), RollingMean(168), RollingStd(24), RollingStd(168)]},
        date_features=["hour", "dayofweek"],
        target_transforms=[Differences([24]), LocalStandardScaler()],
        num_threads=2,
    )
    intervals = PredictionIntervals(n_windows=days, h=HORIZON) if days else None
    started = time.process_time()
    model.fit(rows, static_features=[], prediction_intervals=intervals)
    fitted = time.process_time()
    grid = model.predict(HORIZON, level=[50, 80, 90] if days else None)
    return grid, {"fitCpuSeconds": fitted - started, "predictCpuSeconds": time.process_time() - fitted}


def main(asked):
    rows = read_rows(asked.rows)
    tables = []
    for text in asked.origins:
        origin = pd.Timestamp(text).tz_convert("UTC").tz_localize(None)
        grid, cost = forecast(rows[rows["ds"] < origin], asked.trees, asked.bands)
        keys = grid["unique_id"].str.split("|", expand=True)
        tables.append(
            pd.DataFrame(
                {
                    "area": keys[0],
                    "consumer_type": keys[1],
                    "target_hour_utc": grid["ds"],
                    "origin_utc": origin,
                    "p50": grid["p50"],
                }
            )
        )
    pd.concat(tables).to_parquet(asked.out, index=False)
    if asked.cost:
        with open(asked.cost, "w") as file:
            json.dump(cost, file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--trees", type=int, default=600)
    parser.add_argument("--bands", type=int, default=0)
    parser.add_argument("--cost")
    parser.add_argument("rows")
    parser.add_argument("out")
    parser.add_argument("origins", nargs="+")
    main(parser.parse_args())
