"""The recipe by hand: numpy and LightGBM, nothing else between the rows and the forecast.

One row a (series, origin, lead); the target is the log of the value minus an anchor (last week's hour times the recent level
ratio), so that one small model serves all series and leads. Two seeds of it, the anchor itself and an exponentially weighted
day profile are averaged with weights learned per series on the seven daily origins before the forecast.

Usage: bare_lightgbm.py ROWS.parquet OUT.parquet ORIGIN_UTC [ORIGIN_UTC ...]     (rows from ORIGIN on are not looked at)
"""

import os
import sys

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


class WithoutOptional:
    """Hides what LightGBM and Arrow import when it is present: this script needs none of it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {"pandas", "sklearn", "matplotlib"}:
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, WithoutOptional)

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import lightgbm as lgb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

HORIZON, DAY, WEEK = 24, 24, 168
WORK, SATURDAY, SUNDAY, HOLIDAY, SEMI = range(5)
WINDOWS = (1, 3, 6, 12, 24, 48)
LEVELS = (1, 24, 168, 336)
MAX_ROWS, ORIGIN_STEP, TREES, SEEDS = 17_000, 4, 80, (0, 1)
SCORED_ORIGINS, PRIOR_ORIGINS, POWER = 7, 5, 4
PARAMS = dict(
    objective="huber", alpha=0.05, learning_rate=0.12, num_leaves=15, min_data_in_leaf=40, lambda_l2=1.0,
    feature_fraction=0.7, bagging_fraction=0.7, bagging_freq=1, max_bin=127, num_threads=2, verbosity=-1,
    deterministic=True, force_col_wise=True,
)  # fmt: skip


class Panel:
    """Dense series x hours up to the origin, with the calendar and the sun of 24 hours more."""

    def __init__(self, values, first_hour):
        self.values = values
        self.series, self.length = values.shape
        self.log = np.log(np.maximum(values, 1e-9))
        hours = np.arange(first_hour, first_hour + self.length + HORIZON)
        self.local_hour, self.weekday, self.day_class = local_calendar(hours)
        self.sun = solar_elevation(hours + 0.5)
        self.dark = np.clip((self.sun + 4) / 8, 0, 1)
        self.log_sums = prefix_sums(self.log)
        self.square_sums = prefix_sums(self.log**2)
        self.ratio_sums = prefix_sums(self.log[:, WEEK:] - self.log[:, :-WEEK])

    def log_at(self, series, hour):
        """Log value, NaN before the first hour."""
        return np.where(hour >= 0, self.log[series, np.maximum(hour, 0)], np.nan)

    def window_mean(self, sums, series, end, width, least):
        """Mean over the `width` hours before `end`; NaN where fewer than `least` are there."""
        end = np.maximum(end, 0)
        start = np.maximum(end - width, 0)
        count = end - start
        mean = (sums[series, end] - sums[series, start]) / np.maximum(count, 1)
        return np.where(count >= least, mean, np.nan)


def prefix_sums(rows):
    sums = np.zeros((rows.shape[0], rows.shape[1] + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    return sums


def local_calendar(hours):
    zone = ZoneInfo("Europe/Copenhagen")
    local = [datetime.fromtimestamp(int(hour) * 3600, zone) for hour in hours]
    classes = {day: day_class(day) for day in {moment.date() for moment in local}}
    return (
        np.array([moment.hour for moment in local]),
        np.array([moment.weekday() for moment in local]),
        np.array([classes[moment.date()] for moment in local]),
    )


def day_class(day):
    easter = easter_sunday(day.year)
    moving = {easter + timedelta(days=offset) for offset in (-3, -2, 0, 1, 39, 49, 50)}
    moving |= {easter + timedelta(days=26)} if day.year < 2024 else set()
    if day in moving or (day.month, day.day) in {(12, 24), (12, 25), (12, 26), (12, 31), (1, 1)}:
        return HOLIDAY
    if day.weekday() >= 5:
        return SATURDAY if day.weekday() == 5 else SUNDAY
    semi = {(12, 23), (12, 27), (12, 28), (12, 29), (12, 30), (1, 2), (6, 5)}
    return SEMI if (day.month, day.day) in semi or day == easter + timedelta(days=40) else WORK


def easter_sunday(year):
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    l = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


def solar_elevation(hours, latitude=56.0, longitude=10.5):
    """Degrees above the horizon, to about 0.1 degree."""
    days = hours / 24 - 10957.5
    mean_anomaly = np.deg2rad(357.528 + 0.9856003 * days)
    ecliptic = np.deg2rad(280.46 + 0.9856474 * days + 1.915 * np.sin(mean_anomaly) + 0.02 * np.sin(2 * mean_anomaly))
    tilt = np.deg2rad(23.44)
    declination = np.arcsin(np.sin(tilt) * np.sin(ecliptic))
    right_ascension = np.arctan2(np.cos(tilt) * np.sin(ecliptic), np.cos(ecliptic))
    sidereal = np.deg2rad(15 * (18.697375 + 24.06570982441908 * days) + longitude)
    angle, phi = sidereal - right_ascension, np.deg2rad(latitude)
    sine = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(angle)
    return np.rad2deg(np.arcsin(np.clip(sine, -1, 1)))


def features(panel, series, origin, lead):
    """Anchor and feature matrix of (series, origin, lead) rows; reads hours before the origin only."""
    target = origin + lead
    week_ago = target - WEEK * (lead // WEEK + 1)
    day_ago = target - DAY * (lead // DAY + 1)
    ratios = {
        width: panel.window_mean(panel.ratio_sums, series, origin - WEEK, width, min(width / 2, 48)) for width in WINDOWS
    }
    week, day = panel.log_at(series, week_ago), panel.log_at(series, day_ago)
    anchor = week + ratios[24]
    anchor = np.where(np.isfinite(anchor), anchor, np.where(np.isfinite(week), week, day))
    mean = panel.log_sums[series, origin] / origin
    deviation = np.sqrt(np.maximum(panel.square_sums[series, origin] / origin - mean**2, 0))
    week_index, day_index = np.maximum(week_ago, 0), np.maximum(day_ago, 0)
    columns = [
        *ratios.values(),
        day - panel.log_at(series, day_ago - WEEK),
        day - anchor,
        panel.log_at(series, target - DAY * (lead // DAY + 6)) - anchor,
        week - anchor,
        *(panel.window_mean(panel.log_sums, series, origin, width, min(width / 2, 48)) - anchor for width in LEVELS),
        deviation,
        lead,
        panel.local_hour[target],
        panel.weekday[target],
        panel.sun[target],
        panel.sun[target] - panel.sun[week_index],
        panel.sun[target] - panel.sun[day_index],
        panel.dark[target] - panel.dark[week_index],
        panel.dark[target] - panel.dark[day_index],
        panel.day_class[target],
        panel.day_class[day_index],
        panel.day_class[week_index],
        panel.weekday[day_index],
    ]
    matrix = np.empty((len(series), len(columns)), order="F")
    for index, column in enumerate(columns):
        matrix[:, index] = column
    odd = (panel.day_class[target] >= HOLIDAY) | (panel.day_class[week_index] >= HOLIDAY)
    return anchor, matrix, np.where(odd, 0.2, 1.0)


def fit(panel, end):
    """Boosters fitted on rows whose target hour is before `end`."""
    origins = np.arange(end - 1, WEEK, -ORIGIN_STEP)
    series, origin, lead = (
        axis.ravel() for axis in np.meshgrid(np.arange(panel.series), origins, np.arange(HORIZON), indexing="ij")
    )
    legal = np.flatnonzero(origin + lead < end)
    boosters = []
    for seed in SEEDS:
        rows = np.sort(np.random.default_rng(seed).choice(legal, min(MAX_ROWS, len(legal)), replace=False))
        anchor, matrix, weight = features(panel, series[rows], origin[rows], lead[rows])
        residual = panel.log[series[rows], origin[rows] + lead[rows]] - anchor
        data = lgb.Dataset(matrix, residual, weight=weight, free_raw_data=True)
        boosters.append(lgb.train({**PARAMS, "seed": seed}, data, TREES))
    return boosters


def members(panel, boosters, origin):
    """Log forecasts, members x series x leads."""
    series, lead = (axis.ravel() for axis in np.meshgrid(np.arange(panel.series), np.arange(HORIZON), indexing="ij"))
    anchor, matrix, _ = features(panel, series, np.full_like(series, origin), lead)
    direct = [anchor + booster.predict(matrix) for booster in boosters]
    grids = [np.mean(direct, axis=0), anchor]
    return np.stack([grid.reshape(panel.series, HORIZON) for grid in grids] + [day_profile(panel, origin)])


def day_profile(panel, origin):
    """Weighted mean of the past days' shapes plus a weighted level, days cut backwards from the origin."""
    days = origin // DAY
    blocks = panel.log[:, origin - days * DAY : origin].reshape(panel.series, days, DAY)[:, ::-1]
    starts = origin - DAY * np.arange(1, days + 1)
    classes = np.array([majority_class(panel, start) for start in starts])
    festive = np.array([(panel.day_class[start : start + DAY] >= HOLIDAY).mean() > 0.5 for start in starts])
    target_class = {SEMI: WORK}.get(majority_class(panel, origin), majority_class(panel, origin))
    same_weekday = panel.weekday[starts + DAY // 2] == panel.weekday[origin + DAY // 2]
    age = np.arange(days)
    level = blocks.mean(axis=2)
    weight = 0.65 ** (age / 3) * np.where(classes == target_class, 1, 0.03)
    weight = weight * np.where(same_weekday, 1.5, 1) * np.where(festive, 0.1, 1)
    shape = np.einsum("sdh,d->sh", blocks - level[:, :, None], weight / weight.sum())
    effect = class_effects(level, classes, festive)
    weight = 0.45**age * np.where(festive, 0.2, 1)
    mean_level = (level - effect[:, classes]) @ (weight / weight.sum()) + effect[:, target_class]
    return shape + mean_level[:, None]


def majority_class(panel, start):
    classes = panel.day_class[start : start + DAY]
    return np.bincount(np.where(classes == HOLIDAY, SUNDAY, classes), minlength=5).argmax()


def class_effects(level, classes, festive):
    """Each day class's level over the workdays', shrunk by n / (n + 0.5)."""
    plain = (classes == WORK) & ~festive
    base = level[:, plain].mean(axis=1) if plain.any() else level.mean(axis=1)
    effect = np.zeros((level.shape[0], 5))
    for code in range(5):
        days = (classes == code) & ~festive
        if days.any():
            effect[:, code] = (level[:, days].mean(axis=1) - base) * days.sum() / (days.sum() + 0.5)
    return effect


def learned_weights(panel, boosters, origins):
    """Weights members x series from errors at origins that the boosters did not see."""
    errors = []
    for origin in origins:
        truth = panel.values[:, None, origin : origin + HORIZON]
        scale = np.abs(panel.values[:, DAY:origin] - panel.values[:, : origin - DAY]).mean(axis=1)
        grid = np.exp(members(panel, boosters, origin))
        errors.append(np.abs(grid - truth.transpose(1, 0, 2)).mean(axis=2) / scale)
    error = np.maximum(np.mean(errors, axis=0), 1e-9)
    own = error**-POWER / (error**-POWER).sum(axis=0)
    pooled = error.mean(axis=1) ** -POWER
    pooled = (pooled / pooled.sum())[:, None]
    count = len(origins)
    return (count * own + PRIOR_ORIGINS * pooled) / (count + PRIOR_ORIGINS)


def forecast(panel):
    """Values of the 24 hours after the panel, series x leads."""
    end = panel.length
    scored = [end - DAY * back for back in range(SCORED_ORIGINS, 0, -1)]
    weights = learned_weights(panel, fit(panel, scored[0]), scored)
    grid = members(panel, fit(panel, end), end)
    return np.exp(np.einsum("msh,ms->sh", grid, weights))


def read_rows(path):
    """Keys, first hour (since 1970) and values as a dense series x hours matrix."""
    table = pq.ParquetFile(path).read(columns=["HourUTC", "PriceArea", "ConsumerType_DE35", "TotalCon"])
    moment = pc.cast(pc.replace_substring(table["HourUTC"], "T", " "), pa.timestamp("s")).to_numpy()
    hour = moment.astype("datetime64[h]").astype(np.int64)
    name = pc.binary_join_element_wise(table["PriceArea"], table["ConsumerType_DE35"], "|").combine_chunks()
    codes = name.dictionary_encode()
    names = np.array(codes.dictionary.to_pylist())
    order = np.argsort(names)
    position = np.empty_like(order)
    position[order] = np.arange(len(order))
    values = np.full((len(names), hour.max() - hour.min() + 1), np.nan)
    values[position[codes.indices.to_numpy()], hour - hour.min()] = table["TotalCon"].to_numpy()
    return [tuple(key.split("|")) for key in names[order]], int(hour.min()), values


def main(rows_path, out_path, *origins):
    keys, first_hour, values = read_rows(rows_path)
    tables = []
    for text in origins:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)
        origin = int(moment.timestamp()) // 3600
        grid = forecast(Panel(values[:, : origin - first_hour], first_hour))
        hours = np.array([origin + lead for lead in range(HORIZON)], dtype="datetime64[h]").astype("datetime64[s]")
        tables.append(
            pa.table(
                {
                    "area": np.repeat([key[0] for key in keys], HORIZON),
                    "consumer_type": np.repeat([key[1] for key in keys], HORIZON),
                    "target_hour_utc": np.tile(hours, len(keys)),
                    "origin_utc": np.full(grid.size, np.datetime64(origin, "h").astype("datetime64[s]")),
                    "p50": grid.ravel(),
                }
            )
        )
    pq.write_table(pa.concat_tables(tables), out_path)


if __name__ == "__main__":
    main(*sys.argv[1:])
