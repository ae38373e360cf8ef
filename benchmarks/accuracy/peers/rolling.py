"""What all peers share: reading a panel, rolling over origins, writing forecasts.

A peer forecasts hours O .. O+23 from values up to hour O-1-delay: it forecasts delay + 24 hours on and the last 24 are kept.
"""

import argparse
import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("NIXTLA_ID_AS_COL", "1")

import numpy as np
import pandas as pd

HORIZON = 24
LAGS = [1, 2, 3, 4, 6, 12, 22, 23, 24, 25, 26, 48, 72, 96, 120, 144, 167, 168, 169]
TREES = dict(n_jobs=1, verbosity=-1, random_state=1, deterministic=True, force_col_wise=True)


def arguments(configs=()):
    parser = argparse.ArgumentParser()
    parser.add_argument("panel", help="Parquet with series, hour_utc, value")
    parser.add_argument("out")
    parser.add_argument("--delay", type=int, default=0)
    parser.add_argument("--refit", type=int, default=0, help="fit anew after so many hours")
    parser.add_argument("--origins", nargs="+")
    if configs:
        parser.add_argument("--config", choices=list(configs), required=True)
    return parser.parse_args()


def read_panel(path):
    rows = pd.read_parquet(path, columns=["series", "hour_utc", "value"])
    rows.columns = ["unique_id", "ds", "y"]
    rows["ds"] = rows["ds"].astype("datetime64[ns]")
    return rows.dropna().sort_values(["unique_id", "ds"], ignore_index=True)


def roll(args, fit, predict, keep_hours=None):
    """Calls `fit(known)` when a fit is due and `predict(model, known, steps)` at every origin.

    `known` holds the hours an origin may use, `keep_hours` of them at most; `predict` gives unique_id, ds and p50.
    """
    rows = read_panel(args.panel)
    model, fitted_at, tables = None, None, []
    for text in args.origins:
        origin = pd.Timestamp(text).tz_convert("UTC").tz_localize(None)
        known = rows[rows["ds"] < origin - pd.Timedelta(hours=args.delay)]
        if keep_hours is not None:
            known = known[known["ds"] >= known["ds"].max() - pd.Timedelta(hours=keep_hours - 1)]
        if fitted_at is None or origin - fitted_at >= pd.Timedelta(hours=max(1, args.refit)):
            model, fitted_at = fit(known), origin
        grid = predict(model, known, args.delay + HORIZON).reset_index(drop=True)
        ahead = (grid["ds"] >= origin) & (grid["ds"] < origin + pd.Timedelta(hours=HORIZON))
        tables.append(grid[ahead].assign(origin_utc=origin))
    result = pd.concat(tables).rename(columns={"unique_id": "series", "ds": "target_hour_utc"})
    for column in ("origin_utc", "target_hour_utc"):
        result[column] = result[column].astype("datetime64[us]")
    quantiles = [name for name in result.columns if name[0] == "p" and name[1:].isdigit()]
    result["series"] = result["series"].astype(str)
    result[["series", "origin_utc", "target_hour_utc", *quantiles]].to_parquet(args.out, index=False)


def dense(known):
    """Values as hours x series; a missing hour is NaN."""
    wide = known.pivot(index="ds", columns="unique_id", values="y")
    return wide.reindex(pd.date_range(wide.index[0], wide.index[-1], freq="h"))


def long_form(wide_values, columns, start):
    """Rows of unique_id, ds, p50 from a matrix steps x series that starts after hour `start`."""
    steps = len(wide_values)
    hours = pd.date_range(start + pd.Timedelta(hours=1), periods=steps, freq="h")
    return pd.DataFrame(
        {
            "unique_id": np.repeat(np.asarray(columns), steps),
            "ds": np.tile(hours, len(columns)),
            "p50": np.asarray(wide_values).T.ravel(),
        }
    )
