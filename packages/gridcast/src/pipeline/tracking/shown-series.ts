/** The few series that stand for a panel in a plot: the largest, the worst, and some evenly chosen. */
import { formatKey, type HourUtc } from '../../core/index.ts';
import { bands } from '../../model/index.ts';
import type { CalibrationRows } from '../../train/index.ts';

const HORIZON = 24;
/** Series of each sort, and the newest origins of each. */
const OF_EACH = 3;
const MOST_ORIGINS = 7;
/** The band that is shown: p10 to p90. */
const SHOWN_BAND = 0.8;

/** Forecast and truth of one series, hour after hour; null where a value is not known. */
export interface ShownSeries {
  readonly name: string;
  readonly why: 'largest' | 'worst' | 'evenly chosen';
  /** Mean |error| / scale over all origins; null where it has no scale. */
  readonly error: number | null;
  readonly hours: readonly HourUtc[];
  readonly truth: readonly (number | null)[];
  readonly forecast: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** At most three of each sort, no series twice; equal ones in the panel's order. */
export function showSeries(rows: CalibrationRows): ShownSeries[] {
  const facts = rows.keys.map((_, series) => factsOf(rows, series));
  const known = facts.filter(({ hours }) => hours > 0);
  const chosen = new Map<number, ShownSeries['why']>();
  const take = (why: ShownSeries['why'], candidates: readonly { readonly series: number }[]): void => {
    const fresh = candidates.filter(({ series }) => !chosen.has(series)).slice(0, OF_EACH);
    for (const { series } of fresh) chosen.set(series, why);
  };
  take(
    'largest',
    known.toSorted((a, b) => b.size - a.size || a.series - b.series),
  );
  take(
    'worst',
    known
      .filter(({ error }) => Number.isFinite(error))
      .sort((a, b) => b.error - a.error || a.series - b.series),
  );
  const rest = known.filter(({ series }) => !chosen.has(series));
  take(
    'evenly chosen',
    Array.from({ length: Math.min(OF_EACH, rest.length) }, (_, i) => {
      const place = Math.floor(((i + 0.5) * rest.length) / OF_EACH);
      return rest[Math.min(place, rest.length - 1)] as SeriesFacts;
    }),
  );
  return [...chosen].map(([series, why]) => shown(rows, { series, why, error: facts[series]?.error }));
}

interface SeriesFacts {
  readonly series: number;
  /** Hours with truth and forecast. */
  readonly hours: number;
  /** Mean |truth|. */
  readonly size: number;
  readonly error: number;
}

function factsOf(rows: CalibrationRows, series: number): SeriesFacts {
  let [hours, size, error] = [0, 0, 0];
  for (const row of rowsOf(rows, series, 0)) {
    const [truth, forecast] = [rows.truth[row] as number, rows.ensemble[row] as number];
    if (!Number.isFinite(truth + forecast)) continue;
    hours++;
    size += Math.abs(truth);
    error += Math.abs(forecast - truth) / (rows.scale[row] as number);
  }
  return { series, hours, size: size / hours, error: error / hours };
}

/** The rows of a series, from an origin on. */
function rowsOf({ origins, keys }: CalibrationRows, series: number, fromOrigin: number): number[] {
  const rows: number[] = [];
  for (let origin = fromOrigin; origin < origins.length; origin++)
    for (let lead = 0; lead < HORIZON; lead++) rows.push((origin * keys.length + series) * HORIZON + lead);
  return rows;
}

function shown(
  rows: CalibrationRows,
  {
    series,
    why,
    error,
  }: Pick<ShownSeries, 'why'> & { readonly series: number; readonly error: number | undefined },
): ShownSeries {
  const from = Math.max(0, rows.origins.length - MOST_ORIGINS);
  const places = rowsOf(rows, series, from);
  const band = rows.bands[bands.findIndex(({ share }) => share === SHOWN_BAND)];
  const pick = (values: Float64Array | undefined): (number | null)[] =>
    places.map((row) => finite(values?.[row]));
  return {
    name: formatKey(rows.keys[series] ?? []),
    why,
    error: finite(error),
    hours: places.map((_, i) => (rows.origins[from + Math.floor(i / HORIZON)] as number) + (i % HORIZON)),
    truth: pick(rows.truth),
    forecast: pick(rows.ensemble),
    lower: pick(band?.lower),
    upper: pick(band?.upper),
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
