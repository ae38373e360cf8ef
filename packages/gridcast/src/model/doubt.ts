/** How much less sure a row is than is ordinary for its series: where unlike forecasts lie apart, or values moved much, errors are larger. */
import { groupMeans } from '../core/index.ts';
import type { ResidualSizes } from './residuals.ts';
import { getColumn, type LinkedVectors } from './vectors.ts';

const LEADS = 24;
const ANCHORS = ['anchor_week', 'anchor_day', 'anchor_weeklev', 'anchor_like1', 'anchor_like3'];
/** How far values moved from week to week over the last week; tables for weeks of history and no delay lack it. */
const MOVEMENT = 'r_abs_168';
const [LEAST, MOST] = [0.5, 3];

/** With which powers of two signs errors grow; 0: the sign says nothing. */
export interface DoubtPowers {
  /** Of how far the anchors of a row lie apart. */
  readonly spread: number;
  /** Of how far values moved from week to week of late. */
  readonly movement: number;
}

/** The calibration's rows, ordered by origin, series, lead. */
export interface DoubtRows {
  readonly vectors: LinkedVectors;
  readonly sizes: ResidualSizes;
  readonly series: number;
}

const MOST_POWER = 0.5;
/** As so many days more that show no connection; series share their days. */
const PRIOR_DAYS = 4;
const MOVEMENT_POWER = 0.3;
const MOVEMENT_DAYS = 7;

/**
 * Learns the powers. That of the spread is the slope of the logarithms of a day's mean error against its mean spread, each over its
 * series' own mean, drawn towards 0. Movements of a week are too few to learn from: theirs is set, times 1 less one over the weeks
 * that tell what is ordinary.
 */
export function learnDoubtPowers({ vectors, sizes, series }: DoubtRows): DoubtPowers {
  const spread = logs(dayMeans(anchorSpreads(vectors)));
  const error = logs(dayMeans(sizes.size));
  const known = spread.map((one, day) => (Number.isFinite(one + (error[day] as number)) ? 1 : Number.NaN));
  const [x, y] = [spread, error].map((values) =>
    lessOwnMean(
      values.map((value, day) => value * (known[day] as number)),
      series,
    ),
  ) as [Float64Array, Float64Array];
  let [squares, products] = [0, 0];
  const days = new Set<number>();
  for (const [day, one] of x.entries()) {
    if (Number.isNaN(one)) continue;
    squares += one * one;
    products += one * (y[day] as number);
    days.add(Math.floor(day / series));
  }
  const slope = squares === 0 ? 0 : products / (squares * (1 + PRIOR_DAYS / days.size));
  const weeks = spread.length / series / MOVEMENT_DAYS;
  const movement = vectors.linear[MOVEMENT] === undefined ? 0 : MOVEMENT_POWER * Math.max(0, 1 - 1 / weeks);
  return { spread: Math.min(MOST_POWER, Math.max(0, slope)), movement };
}

/** The signs of each row under their powers: what is compared with the ordinary of its series. NaN where a sign is missing. */
export function signsOf(vectors: LinkedVectors, { spread, movement }: DoubtPowers): Float64Array {
  const apart = anchorSpreads(vectors);
  const days = dayMeans(apart);
  const moved = movement === 0 ? undefined : getColumn(vectors.linear, MOVEMENT);
  return apart.map((one, row) => {
    const ofSpread = spread === 0 ? 1 : ((one + (days[Math.floor(row / LEADS)] as number)) / 2) ** spread;
    return moved === undefined ? ofSpread : ofSpread * (moved[row] as number) ** movement;
  });
}

/** The median over origins of a series' mean signs of a day; NaN where it has none. */
export function ordinarySigns(signs: Float64Array, series: number): number[] {
  const days = dayMeans(signs);
  return Array.from({ length: series }, (_, s) => {
    const own = days.filter((day, place) => place % series === s && Number.isFinite(day)).sort();
    return own.length === 0 ? Number.NaN : (own[Math.floor(own.length / 2)] as number);
  });
}

/** The doubt of each row, 0.5 to 3: its signs over those ordinary for its series, one value a series; 1 where that is not known. */
export function doubtOf(signs: Float64Array, ordinary: ArrayLike<number>): Float64Array {
  return signs.map((sign, row) => {
    const doubt = sign / (ordinary[Math.floor(row / LEADS) % ordinary.length] as number);
    return Number.isFinite(doubt) ? Math.min(MOST, Math.max(LEAST, doubt)) : 1;
  });
}

function logs(values: Float64Array): Float64Array {
  return values.map((value) => (value > 0 ? Math.log(value) : Number.NaN));
}

/** Each day's value less the mean of its series; NaN stays. */
function lessOwnMean(values: Float64Array, series: number): Float64Array {
  const { means } = groupMeans(
    values.length,
    { groups: series, groupOf: (day) => day % series },
    (day) => values[day] as number,
  );
  return values.map((value, day) => value - (means[day % series] as number));
}

/** By origin and series, the mean of the known leads; NaN where none is. */
function dayMeans(values: Float64Array): Float64Array {
  const groups = values.length / LEADS;
  const groupOf = (row: number): number => Math.floor(row / LEADS);
  return groupMeans(values.length, { groups, groupOf }, (row) => values[row] as number).means;
}

/** Standard deviation of the anchors on the linear link, in units of the scale; NaN where a row has none. */
function anchorSpreads({ linear }: LinkedVectors): Float64Array {
  const anchors = ANCHORS.map((name) => getColumn(linear, name));
  return Float64Array.from(getColumn(linear, 'scale'), (_, row) => {
    const values = anchors.map((anchor) => anchor[row] as number);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  });
}
