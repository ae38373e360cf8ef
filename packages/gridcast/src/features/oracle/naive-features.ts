/** The feature recipe once more, row by row and hour by hour, as slow and plain as can be: the oracle of the feature view. */
import type { Calendar } from '../calendar/index.ts';
import { naiveClock, type NaiveClock } from './naive-clock.ts';
import type { SpineRow, Version } from './version.ts';

export interface NaiveRequest {
  readonly link: 'log' | 'linear';
  readonly versions: readonly Version[];
  readonly delayHours: number;
  readonly calendar: Calendar;
}

/** Every column of one row; NaN where the table has NULL. */
export function naiveFeatures(
  { link, versions, delayHours, calendar }: NaiveRequest,
  row: SpineRow,
): Record<string, number> {
  const clock = naiveClock(calendar);
  const last = row.origin - 1 - delayHours;
  const known = knownAt(versions, row, last);
  const instant = { ...row, last, delayHours };
  const { scale, z } = link === 'log' ? logOf(known, versions, instant) : linearOf(known, last);
  const change = (hour: number): number => z(hour) - z(hour - 24);
  const hours = lagHours(clock, row, last);
  const samples = likeHours(clock, z, { from: hours.d0, target: row.target, last }).map(z);
  const ratio = (hour: number): number => z(hour) - z(clock.daysBefore(hour, 7));
  const mean = windowMeans(last);
  const level = (width: number, end = last): number => mean(z, width, end);
  const columns: Record<string, number> = {
    ...row,
    lead: row.target - row.origin,
    link: link === 'log' ? 0 : 1,
    scale,
    dc0: change(hours.d0),
    dc1: change(hours.d1),
    dc6: change(hours.d6),
    ...clockColumns(clock, row, { last, ...hours }),
    yr0: ratio(hours.d0),
    yr1: ratio(hours.d1),
    yr2: ratio(hours.d2),
    yrw: ratio(hours.w0),
    w1: z(clock.daysBefore(hours.w0, 7)),
    w3: z(clock.daysBefore(hours.w2, 7)),
    like0: samples[0] ?? Number.NaN,
    like1: samples[1] ?? Number.NaN,
    like2: samples[2] ?? Number.NaN,
    sd: deviation(z, last),
    lev_trend: level(168) - level(168, last - 168),
    r_abs_168: mean((hour) => Math.abs(ratio(hour)), 168),
    yoy_value: z(hours.y0) - level(168, last - 8736),
    yoy_level: mean(z, 168, row.origin + 12 + 83 - 8736) - level(168, last - 8736),
    yoy_week: z(hours.y0) - z(clock.daysBefore(hours.w0, 364)),
    yoy_trend: level(336) - level(336, last - 8736),
  };
  for (const name of ['d0', 'd1', 'd5', 'd6', 'w0', 'w2'] as const) columns[name] = z(hours[name]);
  for (const width of [1, 3, 6, 12, 24, 48, 168]) columns[`r_${width}`] = mean(ratio, width);
  for (const width of [1, 3, 6, 12, 24, 48]) columns[`c_${width}`] = mean(change, width);
  for (const width of [1, 24, 168, 336]) columns[`lev_${width}`] = level(width);
  for (const width of [1, 3, 6]) columns[`dev_${width}`] = mean(ratio, width) - mean(ratio, 24);
  const fade = (share: number): number => Number((share ** (row.target - row.origin)).toFixed(9));
  for (const share of [0.6, 0.85])
    columns[`fade_${100 * share}`] = (mean(ratio, 1) - mean(ratio, 24)) * fade(share);
  columns['fade_day'] = mean(change, 1) * fade(0.85);
  return { ...columns, ...anchors(columns, samples, farMean(z, last)) };
}

/** The hours of a row's like samples, newest first. */
export function naiveLikeHours(
  { link, versions, delayHours, calendar }: NaiveRequest,
  row: SpineRow,
): readonly number[] {
  const clock = naiveClock(calendar);
  const last = row.origin - 1 - delayHours;
  const known = knownAt(versions, row, last);
  const { z } = link === 'log' ? logOf(known, versions, { ...row, last, delayHours }) : linearOf(known, last);
  const { d0 } = lagHours(clock, row, last);
  return likeHours(clock, z, { from: d0, target: row.target, last });
}

/** The values up to `last` that the origin knows: of each hour the version known last. */
function knownAt(versions: readonly Version[], row: SpineRow, last: number): ReadonlyMap<number, number> {
  const latest = new Map<number, Version>();
  for (const one of versions) {
    if (one.series !== row.series || one.hour > last || one.knownHour > row.origin) continue;
    const held = latest.get(one.hour);
    if (held === undefined || one.knownHour > held.knownHour) latest.set(one.hour, one);
  }
  return new Map([...latest].map(([hour, one]) => [hour, one.value]));
}

interface Instant extends SpineRow {
  readonly last: number;
  readonly delayHours: number;
}

interface Transformed {
  readonly scale: number;
  readonly z: (hour: number) => number;
}

const nothing = (): number => Number.NaN;

function logOf(
  known: ReadonlyMap<number, number>,
  versions: readonly Version[],
  { series, origin, last, delayHours }: Instant,
): Transformed {
  const log = (hour: number): number =>
    (known.get(hour) ?? 0) > 0 ? Math.log(known.get(hour) ?? 0) : Number.NaN;
  const isPositive = versions.every((one) => {
    const since = Math.max(one.knownHour, one.hour + 1 + delayHours);
    const isNews = since <= origin && since > origin - 1344 && one.knownHour <= one.hour + 7000;
    return one.series !== series || one.value > 0 || !isNews;
  });
  const steps = finite(last, 672, (hour) => Math.abs(log(hour) - log(hour - 24)));
  const isModerate = steps.length < 48 || average(steps) <= 1;
  return { scale: 1, z: isPositive && isModerate ? log : nothing };
}

function linearOf(known: ReadonlyMap<number, number>, last: number): Transformed {
  const value = (hour: number): number => known.get(hour) ?? Number.NaN;
  const change = (hour: number): number => Math.abs(value(hour) - value(hour - 24));
  const near = finite(last, 672, change);
  const scale = average(near.length >= 48 ? near : finite(last, 1344, change));
  if (!(scale > 0)) return { scale: Number.NaN, z: nothing };
  const largest = 2 ** 20 * 2 ** Math.floor(Math.log2(scale));
  return { scale, z: (hour) => (Math.abs(value(hour)) <= largest ? value(hour) / scale : Number.NaN) };
}

function lagHours(clock: NaiveClock, { target }: SpineRow, last: number): Record<LagName, number> {
  const nearest = (days: number): number => {
    let seasons = Math.ceil((target - last) / (24 * days));
    if (clock.daysBefore(target, days * seasons) > last) seasons++;
    return seasons;
  };
  const [day, week] = [nearest(1), nearest(7)];
  const hours = { y0: clock.daysBefore(target, 364) } as Record<LagName, number>;
  for (const extra of [0, 1, 2, 5, 6] as const) hours[`d${extra}`] = clock.daysBefore(target, day + extra);
  for (const extra of [0, 2] as const) hours[`w${extra}`] = clock.daysBefore(target, 7 * (week + extra));
  return hours;
}

type LagName = 'd0' | 'd1' | 'd2' | 'd5' | 'd6' | 'w0' | 'w2' | 'y0';

/** The hours of up to three newest samples like the target, from the day anchor's hour back. */
function likeHours(
  clock: NaiveClock,
  z: (hour: number) => number,
  { from, target, last }: { readonly from: number; readonly target: number; readonly last: number },
): number[] {
  const samples: number[] = [];
  for (let hour = from; hour >= last - 1344 && samples.length < 3; hour--) {
    const isAlike = clock.localHour(hour) === clock.localHour(from);
    if (!isAlike || clock.likeClass(hour) !== clock.likeClass(target) || !clock.isSample(hour)) continue;
    if (!Number.isNaN(z(hour))) samples.push(hour);
  }
  return samples;
}

function clockColumns(
  clock: NaiveClock,
  { target }: SpineRow,
  {
    last,
    d0,
    w0,
    y0,
  }: { readonly last: number; readonly d0: number; readonly w0: number; readonly y0: number },
): Record<string, number> {
  const sun = (hour: number): number => clock.sun(hour);
  const light = (hour: number): number => Math.max(0, Math.min(1, (sun(hour) + 4) / 8));
  const share = (width: number): number => {
    let off = 0;
    for (let hour = last; hour > last - width; hour--) if (clock.likeClass(hour) > 0) off++;
    return off / width;
  };
  return {
    local_hour: clock.localHour(target),
    weekday: clock.weekday(target),
    sun_elevation: sun(target),
    sun_week: sun(target) - sun(w0),
    sun_day: sun(target) - sun(d0),
    dark_week: light(target) - light(w0),
    dark_day: light(target) - light(d0),
    class_target: clock.dayClass(target),
    class_day: clock.dayClass(d0),
    class_week: clock.dayClass(w0),
    weekday_day: clock.weekday(d0),
    class_before: clock.dayClass(clock.daysBefore(target, 1)),
    class_after: clock.dayClass(clock.daysBefore(target, -1)),
    class_week2: clock.dayClass(clock.daysBefore(w0, 7)),
    class_last: clock.dayClass(last),
    off_24: share(24),
    off_168: share(168),
    day_of_year_sin: Math.sin(clock.yearAngle(target)),
    day_of_year_cos: Math.cos(clock.yearAngle(target)),
    yoy_class: clock.dayClass(y0),
  };
}

function anchors(
  columns: Readonly<Record<string, number>>,
  samples: readonly number[],
  far: number,
): Record<string, number> {
  const {
    w0,
    d0,
    lev_336: level,
    r_24: change,
  } = columns as Record<'w0' | 'd0' | 'lev_336' | 'r_24', number>;
  const fallback = first(w0, d0, level, far);
  return {
    valid: Number.isNaN(fallback) ? 0 : 1,
    anchor_week: fallback,
    anchor_day: first(d0, fallback),
    anchor_weeklev: first(w0 + change, fallback),
    anchor_like1: first(samples[0] ?? Number.NaN, fallback),
    anchor_like3: first(average(samples), fallback),
  };
}

function first(...candidates: readonly number[]): number {
  return candidates.find((one) => !Number.isNaN(one)) ?? Number.NaN;
}

/** The values of a window that are there. */
function finite(end: number, width: number, of: (hour: number) => number): number[] {
  return Array.from({ length: width }, (_, i) => of(end - i)).filter((one) => !Number.isNaN(one));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

function windowMeans(last: number): (of: (hour: number) => number, width: number, end?: number) => number {
  return (of, width, end = last) => {
    const values = finite(end, width, of);
    return values.length >= Math.min(width / 2, 48) ? average(values) : Number.NaN;
  };
}

function farMean(z: (hour: number) => number, last: number): number {
  return average(finite(last, 1344, z));
}

function deviation(z: (hour: number) => number, last: number): number {
  const values = finite(last, 672, z);
  if (values.length < 48) return Number.NaN;
  const center = average(values);
  return Math.sqrt(values.reduce((sum, one) => sum + (one - center) ** 2, 0) / (values.length - 1));
}
