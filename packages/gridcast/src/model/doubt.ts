/** How far unlike forecasts of a row lie apart: where they agree, the ensemble errs less. */
import { getColumn, type LinkedVectors } from './vectors.ts';

const LEADS = 24;
const ANCHORS = ['anchor_week', 'anchor_day', 'anchor_weeklev', 'anchor_like1', 'anchor_like3'];
/** Below this delay the newest level is fresh, and how far anchors lie apart says little. */
const LEAST_DELAY_HOURS = 24;
const [LEAST, MOST] = [0.5, 3];

/**
 * The doubt of each row, 1 being ordinary for a series at a day: half the standard deviation of its anchors at the hour and half
 * its mean over the day, plus the typical one, over twice the typical one.
 *
 * `typical` holds one value a series, in units of the series' scale; rows are ordered by origin, series, lead.
 */
export function doubtOf(
  vectors: LinkedVectors,
  typical: ArrayLike<number>,
  delayHours: number,
): Float64Array {
  const spreads = anchorSpreads(vectors);
  if (delayHours < LEAST_DELAY_HOURS) return spreads.fill(1);
  const days = dayMeans(spreads);
  return spreads.map((spread, row) => {
    const usual = typical[Math.floor(row / LEADS) % typical.length] as number;
    const now = (spread + (days[Math.floor(row / LEADS)] as number)) / 2;
    const doubt = (now + usual) / (2 * usual);
    return Number.isFinite(doubt) ? Math.min(MOST, Math.max(LEAST, doubt)) : 1;
  });
}

/** The median over origins of a series' mean spread of anchors; NaN where it has none. */
export function typicalSpreads(vectors: LinkedVectors, series: number): number[] {
  const days = dayMeans(anchorSpreads(vectors));
  return Array.from({ length: series }, (_, s) => {
    const own = days.filter((day, place) => place % series === s && Number.isFinite(day)).sort();
    return own.length === 0 ? Number.NaN : (own[Math.floor(own.length / 2)] as number);
  });
}

function dayMeans(spreads: Float64Array): Float64Array {
  return Float64Array.from({ length: spreads.length / LEADS }, (_, day) => {
    const own = spreads.subarray(day * LEADS, (day + 1) * LEADS);
    return own.reduce((sum, one) => sum + one, 0) / LEADS;
  });
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
