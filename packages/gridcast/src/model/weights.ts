/** Weights of members, learnt from their errors on earlier origins: per series, shrunk to the panel's, and by lead. */

/** Scaled errors of members at one origin, averaged; all that weights are learnt from. */
export interface OriginMeans {
  /** Of each member by series; NaN where nothing is known. */
  readonly bySeries: readonly Float64Array[];
  /** Of each member by lead, over the series. */
  readonly byLead: readonly LeadSums[];
}

interface LeadSums {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/** Weights that sum to 1 over the members that can forecast. */
export interface MemberWeights {
  /** For series that were not there when the weights were learnt. */
  readonly pooled: readonly number[];
  /** One list a series. */
  readonly perSeries: readonly (readonly number[])[];
  /** `leadFactors[lead][member]`: what a weight is multiplied by at a lead; members differ in where they are good. */
  readonly leadFactors: readonly (readonly number[])[];
}

const LEADS = 24;
/** How much the panel's weights count against a series' own: as many scored origins. */
const PRIOR_ORIGINS = 2;
/** How closely weights follow the best member. */
const POWER = 6;
/** From so many scored origins on they follow it more closely. */
const LONG_ORIGINS = 28;
const LONG_POWER = 8;
/** From this delay on, errors are so old that they say little of the next ones. */
const STALE_HOURS = 9 * 24;
const STALE_POWER = 2;

export interface WeighedPanel {
  readonly members: number;
  readonly series: number;
  readonly delayHours: number;
}

/**
 * Averages the errors of one origin.
 *
 * @param errors of each member by series and 24 leads; NaN where the member or the truth is missing
 */
export function averageErrors(errors: readonly Float64Array[]): OriginMeans {
  return { bySeries: errors.map(seriesMeans), byLead: errors.map(leadSums) };
}

function seriesMeans(errors: Float64Array): Float64Array {
  return Float64Array.from({ length: errors.length / LEADS }, (_, s) =>
    meanOf(errors.subarray(s * LEADS, (s + 1) * LEADS)),
  );
}

function leadSums(errors: Float64Array): LeadSums {
  const [sums, counts] = [new Float64Array(LEADS), new Float64Array(LEADS)];
  for (let i = 0; i < errors.length; i++) {
    const error = errors[i] as number;
    if (!Number.isFinite(error)) continue;
    sums[i % LEADS] = (sums[i % LEADS] as number) + error;
    counts[i % LEADS] = (counts[i % LEADS] as number) + 1;
  }
  return { sums, counts };
}

/**
 * Weights proportional to (member's mean error)^-power, w = (k p(series) + 2 p(panel)) / (k + 2) after k scored origins, times
 * the factor of the lead: (the panel's mean error of the member at the lead and its neighbours / over all leads)^-power.
 *
 * Equal weights below 2 origins.
 */
export function learnWeights(
  scored: readonly OriginMeans[],
  { members, series, delayHours }: WeighedPanel,
): MemberWeights {
  const origins = scored.length;
  const list = <T>(length: number, of: (i: number) => T): T[] => Array.from({ length }, (_, i) => of(i));
  const equal = list(members, () => 1 / members);
  if (origins < 2)
    return {
      pooled: equal,
      perSeries: list(series, () => equal),
      leadFactors: list(LEADS, () => list(members, () => 1)),
    };
  const freshPower = origins >= LONG_ORIGINS ? LONG_POWER : POWER;
  const power = delayHours >= STALE_HOURS ? STALE_POWER : freshPower;
  const means = list(series, (s) =>
    list(members, (m) => meanOf(scored.map(({ bySeries }) => bySeries[m]?.[s] ?? Number.NaN))),
  );
  const shared = means.filter((row) => row.every((mean) => !Number.isNaN(mean)));
  const pooledMeans = list(members, (m) => {
    const mean = meanOf(shared.map((row) => row[m] ?? Number.NaN));
    return Number.isNaN(mean) ? meanOf(means.map((row) => row[m] ?? Number.NaN)) : mean;
  });
  const pooled = shares(pooledMeans, power);
  const factors = list(members, (m) => factorsOf(leadMeans(scored, m), power));
  return {
    pooled,
    perSeries: means.map((row) => shrunk(shares(row, power), pooled, origins)),
    leadFactors: list(LEADS, (lead) => factors.map((byLead) => byLead[lead] ?? 1)),
  };
}

function leadMeans(scored: readonly OriginMeans[], member: number): number[] {
  return Array.from({ length: LEADS }, (_, lead) => {
    let [sum, count] = [0, 0];
    for (const { byLead } of scored) {
      sum += byLead[member]?.sums[lead] ?? 0;
      count += byLead[member]?.counts[lead] ?? 0;
    }
    return sum / count;
  });
}

/** Means at leads, each smoothed over its neighbours, over the mean of all, to the power -power; 1 where nothing is known. */
function factorsOf(means: readonly number[], power: number): number[] {
  const all = meanOf(means);
  return means.map((_, lead) => {
    let [sum, total] = [0, 0];
    for (const [other, mean] of means.entries()) {
      if (Number.isNaN(mean)) continue;
      const near = Math.exp(-Math.abs(lead - other));
      sum += near * mean;
      total += near;
    }
    return total === 0 || all === 0 ? 1 : Math.max(sum / total / all, 0.05) ** -power;
  });
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

function meanOf(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

export interface RowWeights {
  readonly weights: readonly number[];
  /** The factors of the row's lead; 1 for every member where absent. */
  readonly factors: readonly number[] | undefined;
}

/** The weighted mean of the members that have a forecast for a row; NaN where none has. */
export function combine(
  forecasts: readonly Float64Array[],
  row: number,
  { weights, factors }: RowWeights,
): number {
  let [sum, total] = [0, 0];
  for (let m = 0; m < forecasts.length; m++) {
    const forecast = forecasts[m]?.[row] as number;
    const weight = (weights[m] as number) * (factors?.[m] ?? 1);
    if (Number.isNaN(forecast) || weight === 0) continue;
    sum += weight * forecast;
    total += weight;
  }
  return total === 0 ? Number.NaN : sum / total;
}

/** Each member's part in the weighted mean of `combine`: they sum to 1; 0 for one without a forecast. */
export function sharesOf(
  forecasts: readonly Float64Array[],
  row: number,
  { weights, factors }: RowWeights,
): number[] {
  const own = forecasts.map((forecast, m) =>
    Number.isNaN(forecast[row] as number) ? 0 : (weights[m] as number) * (factors?.[m] ?? 1),
  );
  const total = own.reduce((sum, weight) => sum + weight, 0);
  return own.map((weight) => (total === 0 ? 0 : weight / total));
}
