/** Weights of members, learnt from their errors on earlier origins: per series, shrunk to the panel's. */

/** Errors of members: `errors[origin][member][series]`, mean |error| / scale; NaN where a member had no forecast. */
export type MemberErrors = readonly (readonly Float64Array[])[];

/** Weights that sum to 1 over the members that can forecast. */
export interface MemberWeights {
  /** For series that were not there when the weights were learnt. */
  readonly pooled: readonly number[];
  /** One list a series. */
  readonly perSeries: readonly (readonly number[])[];
}

/** How much the panel's weights count against a series' own: as many scored origins. */
const PRIOR_ORIGINS = 5;
/** From so many scored origins on, weights follow the best member more closely. */
const LONG_ORIGINS = 28;

/**
 * Weights proportional to (member's mean error)^-power, w = (k p(series) + 5 p(panel)) / (k + 5) after k scored origins; equal
 * weights below 2.
 */
export function learnWeights(errors: MemberErrors, members: number, series: number): MemberWeights {
  const origins = errors.length;
  const equal = Array.from({ length: members }, () => 1 / members);
  if (origins < 2) return { pooled: equal, perSeries: Array.from({ length: series }, () => equal) };
  const power = origins >= LONG_ORIGINS ? 8 : 4;
  const means = Array.from({ length: series }, (_, s) =>
    Array.from({ length: members }, (_, m) => meanOf(errors.map((origin) => origin[m]?.[s] ?? Number.NaN))),
  );
  const pooledMeans = Array.from({ length: members }, (_, m) =>
    meanOf(
      means.filter((row) => row.every((mean) => !Number.isNaN(mean))).map((row) => row[m] ?? Number.NaN),
    ),
  );
  const fallbackMeans = pooledMeans.map((mean, m) =>
    Number.isNaN(mean) ? meanOf(means.map((row) => row[m] ?? Number.NaN)) : mean,
  );
  const pooled = shares(fallbackMeans, power);
  return { pooled, perSeries: means.map((row) => shrunk(shares(row, power), pooled, origins)) };
}

function shrunk(own: readonly number[], pooled: readonly number[], origins: number): number[] {
  const known = own.some((share) => share > 0);
  if (!known) return [...pooled];
  const mixed = own.map((share, m) =>
    share === 0 ? 0 : (origins * share + PRIOR_ORIGINS * (pooled[m] ?? 0)) / (origins + PRIOR_ORIGINS),
  );
  const total = mixed.reduce((sum, share) => sum + share, 0);
  return mixed.map((share) => share / total);
}

/** Shares proportional to error^-power; a member without an error gets none. An error of 0 counts as a millionth of the mean. */
function shares(errors: readonly number[], power: number): number[] {
  const known = errors.filter((error) => !Number.isNaN(error));
  const mean = meanOf(known);
  if (known.length === 0) return errors.map(() => 0);
  if (mean === 0) return errors.map((error) => (Number.isNaN(error) ? 0 : 1 / known.length));
  const raw = errors.map((error) => (Number.isNaN(error) ? 0 : Math.max(error / mean, 1e-6) ** -power));
  const total = raw.reduce((sum, share) => sum + share, 0);
  return raw.map((share) => share / total);
}

function meanOf(values: readonly number[]): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** The weighted mean of the members that have a forecast for a row; NaN where none has. */
export function combine(forecasts: readonly Float64Array[], row: number, weights: readonly number[]): number {
  let [sum, total] = [0, 0];
  for (let m = 0; m < forecasts.length; m++) {
    const forecast = forecasts[m]?.[row] as number;
    const weight = weights[m] as number;
    if (Number.isNaN(forecast) || weight === 0) continue;
    sum += weight * forecast;
    total += weight;
  }
  return total === 0 ? Number.NaN : sum / total;
}
