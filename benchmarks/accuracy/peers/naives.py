"""Seasonal naives with conformal bands: the value whole seasons before, widened by the quantiles of its own last errors.

Bands are per series: absolute errors of the same rule at the last 60 daily origins whose 24 truths are known at the origin.
"""

from rolling import HORIZON, arguments, dense, np, roll

SEASONS = {"naive_24": 24, "naive_168": 168}
QUANTILES = {"p05": 0.9, "p10": 0.8, "p25": 0.5, "p75": 0.5, "p90": 0.8, "p95": 0.9}
ERROR_HOURS = 60 * 24

args = arguments(SEASONS)


def predict(_, known, steps):
    from rolling import long_form

    wide = dense(known)
    values = wide.to_numpy()
    season = SEASONS[args.config]
    lag = season * -(-steps // season)
    ahead = np.arange(len(values) + steps - HORIZON, len(values) + steps) - lag
    point = np.where(ahead[:, None] >= 0, values[np.maximum(ahead, 0)], np.nan)
    errors = np.sort(np.abs(values[lag:] - values[:-lag])[-ERROR_HOURS:], axis=0)
    count = np.sum(~np.isnan(errors), axis=0)
    padded = np.full((steps, values.shape[1]), np.nan)
    padded[-HORIZON:] = point
    grid = long_form(padded, wide.columns, wide.index[-1])
    for name, share in QUANTILES.items():
        rank = np.clip(np.ceil((count + 1) * share).astype(int) - 1, 0, np.maximum(count - 1, 0))
        width = errors[rank, np.arange(len(rank))] if len(errors) else np.full(len(rank), np.nan)
        sign = -1 if name < "p50" else 1
        grid[name] = grid["p50"] + sign * np.repeat(width, steps)
    return grid


roll(args, lambda known: None, predict)
