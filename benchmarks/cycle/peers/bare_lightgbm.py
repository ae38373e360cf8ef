"""The recipe by hand: numpy and LightGBM, nothing else between the rows and the forecast.

One row a (series, origin, lead); the target is the value minus an anchor, either in logs or in units of the series' own daily
change, so that one small model serves all series and leads. Three such models and the level-adjusted last week are averaged
with weights learned per series on the seven daily origins before the forecast.

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
MAX_ROWS, ORIGIN_STEP, TREES = 17_000, 4, 80
SCORED_ORIGINS, PRIOR_ORIGINS, POWER = 7, 5, 4
MODELS = (("log", "week_level"), ("linear", "week_level"), ("linear", "day"))
HUBER_ALPHA = {"log": 0.05, "linear": 0.5}
PARAMS = dict(
    objective="huber", learning_rate=0.12, num_leaves=15, min_data_in_leaf=40, lambda_l2=1.0, feature_fraction=0.7,
    bagging_fraction=0.7, bagging_freq=1, max_bin=63, num_threads=1, verbosity=-1, deterministic=True, force_col_wise=True,
)  # fmt: skip


class Panel:
    """Dense series x hours up to the origin, with the calendar and the sun of 24 hours more."""

    def __init__(self, values, first_hour):
        self.values = values
        self.series, self.length = values.shape
        hours = np.arange(first_hour, first_hour + self.length + HORIZON)
        self.local_hour, self.weekday, self.day_class = local_calendar(hours)
        self.sun = solar_elevation(hours + 0.5)
        self.dark = np.clip((self.sun + 4) / 8, 0, 1)
        self.daily_change_sums = prefix_sums(np.abs(values[:, DAY:] - values[:, :-DAY]))
        self.links = {"log": Link(np.log(np.maximum(values, 1e-9))), "linear": Link(values)}

    def scale(self, series, origin):
        """Mean change from a day to the next over all hours before the origin."""
        return self.daily_change_sums[series, origin - DAY] / (origin - DAY)


class Link:
    """The values on the scale of one kind of model, with prefix sums for window means."""

    def __init__(self, values):
        self.values = values
        self.sums = prefix_sums(values)
        self.square_sums = prefix_sums(values**2)
        self.week_sums = prefix_sums(values[:, WEEK:] - values[:, :-WEEK])
        self.day_sums = prefix_sums(values[:, DAY:] - values[:, :-DAY])

    def at(self, series, hour):
        """The value, NaN before the first hour."""
        return np.where(hour >= 0, self.values[series, np.maximum(hour, 0)], np.nan)

    def day_change(self, series, hour):
        return self.at(series, hour) - self.at(series, hour - DAY)


def window_mean(sums, series, end, width):
    """Mean over the `width` hours before `end`; NaN where fewer than half (48 at most) are there."""
    end = np.maximum(end, 0)
    start = np.maximum(end - width, 0)
    count = end - start
    mean = (sums[series, end] - sums[series, start]) / np.maximum(count, 1)
    return np.where(count >= min(width / 2, 48), mean, np.nan)


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


class Rows:
    """Anchors and features of (series, origin, lead) rows on one link; reads hours before the origin only."""

    def __init__(self, panel, name, series, origin, lead):
        link = panel.links[name]
        self.unit = panel.scale(series, origin) if name == "linear" else np.ones(len(series))
        target = origin + lead
        week_ago = target - WEEK * (lead // WEEK + 1)
        day_ago = target - DAY * (lead // DAY + 1)
        week, day = link.at(series, week_ago), link.at(series, day_ago)
        ratios = {width: window_mean(link.week_sums, series, origin - WEEK, width) for width in WINDOWS}
        self.anchors = {"week_level": first_known(week + ratios[24], week, day), "day": day}
        self.levels = [
            day,
            link.at(series, target - DAY * (lead // DAY + 6)),
            week,
            *(window_mean(link.sums, series, origin, width) for width in LEVELS),
        ]
        mean = link.sums[series, origin] / origin
        deviation = np.sqrt(np.maximum(link.square_sums[series, origin] / origin - mean**2, 0))
        self.changes = [*ratios.values(), day - link.at(series, day_ago - WEEK), deviation]
        if name == "linear":
            self.changes += [window_mean(link.day_sums, series, origin - DAY, width) for width in WINDOWS]
            self.changes += [link.day_change(series, target - DAY * (lead // DAY + back)) for back in (1, 2, 7)]
        week_index, day_index = np.maximum(week_ago, 0), np.maximum(day_ago, 0)
        self.plain = [
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
        odd = (panel.day_class[target] >= HOLIDAY) | (panel.day_class[week_index] >= HOLIDAY)
        self.weight = np.where(odd, 0.2, 1.0)

    def matrix(self, anchor):
        """Features with the levels told relative to an anchor."""
        level = self.anchors[anchor]
        matrix = np.empty((len(level), len(self.levels) + len(self.changes) + len(self.plain)), order="F")
        columns = [(column - level) / self.unit for column in self.levels]
        columns += [column / self.unit for column in self.changes]
        for index, column in enumerate(columns + self.plain):
            matrix[:, index] = column
        return matrix


def first_known(*columns):
    known = columns[-1]
    for column in reversed(columns[:-1]):
        known = np.where(np.isfinite(column), column, known)
    return known


def fit(panel, end):
    """One booster a model, fitted on a sample of the rows whose target hour is before `end`."""
    origins = np.arange(end - 1, WEEK, -ORIGIN_STEP)
    series, origin, lead = grid(np.arange(panel.series), origins, np.arange(HORIZON))
    legal = np.flatnonzero(origin + lead < end)
    boosters = []
    for seed, (name, anchor) in enumerate(MODELS):
        picked = np.sort(np.random.default_rng(seed).choice(legal, min(MAX_ROWS, len(legal)), replace=False))
        rows = Rows(panel, name, series[picked], origin[picked], lead[picked])
        truth = panel.links[name].values[series[picked], origin[picked] + lead[picked]]
        residual = (truth - rows.anchors[anchor]) / rows.unit
        data = lgb.Dataset(rows.matrix(anchor), residual, weight=rows.weight)
        boosters.append(lgb.train({**PARAMS, "alpha": HUBER_ALPHA[name], "seed": seed}, data, TREES))
    return boosters


def grid(*axes):
    return (axis.ravel() for axis in np.meshgrid(*axes, indexing="ij"))


def members(panel, boosters, origin):
    """Forecasts in the panel's own unit, members x series x leads."""
    series, lead = grid(np.arange(panel.series), np.arange(HORIZON))
    rows = {name: Rows(panel, name, series, np.full_like(series, origin), lead) for name in ("log", "linear")}
    forecasts = [np.exp(rows["log"].anchors["week_level"])]
    for (name, anchor), booster in zip(MODELS, boosters):
        value = rows[name].anchors[anchor] + rows[name].unit * booster.predict(rows[name].matrix(anchor))
        forecasts.append(np.exp(value) if name == "log" else value)
    return np.stack(forecasts).reshape(len(forecasts), panel.series, HORIZON)


def learned_weights(panel, boosters, origins):
    """Weights members x series from errors at origins that the boosters did not see."""
    errors = []
    for origin in origins:
        miss = np.abs(members(panel, boosters, origin) - panel.values[:, origin : origin + HORIZON])
        errors.append(miss.mean(axis=2) / panel.scale(np.arange(panel.series), origin))
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
    return np.einsum("msh,ms->sh", members(panel, fit(panel, end), end), weights)


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
        values_ahead = forecast(Panel(values[:, : origin - first_hour], first_hour))
        hours = np.array([origin + lead for lead in range(HORIZON)], dtype="datetime64[h]").astype("datetime64[s]")
        tables.append(
            pa.table(
                {
                    "area": np.repeat([key[0] for key in keys], HORIZON),
                    "consumer_type": np.repeat([key[1] for key in keys], HORIZON),
                    "target_hour_utc": np.tile(hours, len(keys)),
                    "origin_utc": np.full(values_ahead.size, np.datetime64(origin, "h").astype("datetime64[s]")),
                    "p50": values_ahead.ravel(),
                }
            )
        )
    pq.write_table(pa.concat_tables(tables), out_path)


if __name__ == "__main__":
    main(*sys.argv[1:])
