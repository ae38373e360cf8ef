"""The same trials through mlforecast's cross_validation, one LightGBM each.

Usage: mlforecast_sweep.py ROWS.parquet SWEEP.json OUT.json PROCESSES FEATURES

FEATURES is `week`, the configuration that did best of those tried with that library (differences of a day, a scale per series, week
lags), or `tutorial`, the open tutorial's (lags 1 to 72, means and deviations, keys as codes).

SWEEP.json is what `gridcast tune show SWEEP --json` prints; its folds and the settings of its trials are used as they are. One
process uses two threads for LightGBM; two processes take turns at the trials, each with one thread.
"""

import json
import os
import sys

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from concurrent.futures import ProcessPoolExecutor

import lightgbm as lgb
import pandas as pd
from mlforecast import MLForecast
from mlforecast.lag_transforms import RollingMean, RollingStd
from mlforecast.target_transforms import Differences, LocalStandardScaler

WEEK = dict(
    lags=[1, 2, 3, 4, 6, 12, 22, 23, 24, 25, 26, 48, 72, 96, 120, 144, 167, 168, 169],
    lag_transforms={1: [RollingMean(24), RollingMean(168), RollingStd(24), RollingStd(168)]},
)
TUTORIAL = dict(
    lags=list(range(1, 73)),
    lag_transforms={1: [RollingMean(24), RollingMean(48), RollingMean(72), RollingStd(24), RollingStd(48)]},
)
HORIZON = 24


def read_rows(path, features):
    rows = pd.read_parquet(path, columns=["HourUTC", "PriceArea", "ConsumerType_DE35", "TotalCon"])
    keys = {
        "area": rows["PriceArea"].astype("category").cat.codes,
        "type": rows["ConsumerType_DE35"].astype("category").cat.codes,
    }
    return pd.DataFrame(
        {
            "unique_id": rows["PriceArea"] + "|" + rows["ConsumerType_DE35"],
            "ds": pd.to_datetime(rows["HourUTC"]),
            "y": rows["TotalCon"].astype("float64"),
            **(keys if features == "tutorial" else {}),
        }
    ).sort_values(["unique_id", "ds"], ignore_index=True)


def scales_of(rows, cutoffs):
    """Mean |y[t] - y[t-24]| of each series over the hours before each origin."""
    steps = rows.assign(step=rows.groupby("unique_id")["y"].diff(24).abs())
    tables = [
        steps[steps["ds"] <= cutoff].groupby("unique_id")["step"].mean().rename("scale").reset_index().assign(cutoff=cutoff)
        for cutoff in cutoffs
    ]  # fmt: skip
    return pd.concat(tables)


def evaluate(rows, settings, folds, threads, features):
    days = len(folds[0]["origins"])
    model = MLForecast(
        models={
            "tree": lgb.LGBMRegressor(
                n_estimators=settings["rounds"], learning_rate=settings["learning_rate"], num_leaves=settings["num_leaves"],
                min_child_samples=40, max_depth=settings["max_depth"], reg_lambda=settings["lambda_l2"], objective="huber" if features == "week" else "regression", alpha=0.5,
                subsample=0.7, subsample_freq=1, colsample_bytree=0.7, max_bin=63, n_jobs=threads, verbosity=-1, random_state=1,
                deterministic=True, force_col_wise=True,
            )
        },
        freq="h",
        **(WEEK if features == "week" else TUTORIAL),
        date_features=["hour", "dayofweek"],
        target_transforms=[Differences([24]), LocalStandardScaler()] if features == "week" else None,
        num_threads=threads,
    )  # fmt: skip
    windows = len(folds) * days
    grid = model.cross_validation(
        rows, n_windows=windows, h=HORIZON, step_size=HORIZON, refit=days, static_features=["area", "type"] if features == "tutorial" else []
    )
    grid = grid.merge(scales_of(rows, grid["cutoff"].unique()), on=["unique_id", "cutoff"])
    scaled = (grid["tree"] - grid["y"]).abs() / grid["scale"]
    by_series = scaled[grid["scale"] > 0].groupby([grid["cutoff"], grid["unique_id"]]).mean()
    return by_series.groupby(level=0).mean().mean()


def main(rows_path, sweep_path, out_path, processes, features):
    with open(sweep_path) as file:
        sweep = json.load(file)
    folds = sweep["inputs"]["folds"]["folds"]
    end = pd.Timestamp((folds[-1]["origins"][-1] + HORIZON) * 3600, unit="s")
    rows = read_rows(rows_path, features)
    rows = rows[rows["ds"] < end]
    trials = [trial["settings"] for trial in sweep["trials"] if trial["number"] > 0]
    workers = int(processes)
    if workers == 1:
        scores = [evaluate(rows, settings, folds, 2, features) for settings in trials]
    else:
        with ProcessPoolExecutor(workers) as pool:
            futures = [pool.submit(evaluate, rows, settings, folds, 1, features) for settings in trials]
            scores = [future.result() for future in futures]
    with open(out_path, "w") as file:
        json.dump(scores, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
