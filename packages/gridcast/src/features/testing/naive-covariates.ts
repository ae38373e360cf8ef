/** The columns of covariates once more, row by row and hour by hour: the oracle of the SQL. */
import type { CovariateFacts } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import { randomNumbers } from './random-panel.ts';

/** One version of one value of a covariate, by its place in the list. */
export interface CovariateVersion {
  readonly covariate: number;
  readonly entity: number;
  readonly hour: number;
  readonly value: number;
  readonly knownHour: number;
}

/** The entity of a series; the same for every covariate. */
export type EntityOf = (series: number) => number;

/** Makes the tables that `loadCovariates` makes. */
export async function loadCovariateVersions(
  engine: SqlEngine,
  versions: readonly CovariateVersion[],
  mapping: { readonly series: number; readonly covariates: number; readonly entityOf: EntityOf },
): Promise<void> {
  const column = (of: (one: CovariateVersion) => number): Int32Array => Int32Array.from(versions, of);
  const sameHour = new Map<string, number[]>();
  for (const one of versions) {
    const name = `${one.covariate} ${one.entity} ${one.hour}`;
    sameHour.set(name, [...(sameHour.get(name) ?? []), one.knownHour]);
  }
  await engine.createTable('covariate_versions', {
    covariate: column((one) => one.covariate),
    entity: column((one) => one.entity),
    hour: column((one) => one.hour),
    value: Float64Array.from(versions, (one) => one.value),
    known_hour: column((one) => one.knownHour),
    until_hour: column((one) => {
      const known = sameHour.get(`${one.covariate} ${one.entity} ${one.hour}`) ?? [];
      return Math.min(2_147_483_647, ...known.filter((hour) => hour > one.knownHour));
    }),
  });
  const pairs = Array.from({ length: mapping.series * mapping.covariates }, (_, i) => i);
  const seriesOf = (i: number): number => i % mapping.series;
  await engine.createTable('covariate_series', {
    covariate: Int32Array.from(pairs, (i) => Math.floor(i / mapping.series)),
    series: Int32Array.from(pairs, seriesOf),
    entity: Int32Array.from(pairs, (i) => mapping.entityOf(seriesOf(i))),
  });
}

/** Versions drawn from a seed: two entities, gaps, revisions, values known late or ahead; of any size. */
export function randomCovariateVersions(
  covariates: readonly CovariateFacts[],
  { seed, startHour, hours }: { readonly seed: number; readonly startHour: number; readonly hours: number },
): CovariateVersion[] {
  const random = randomNumbers(seed ^ 0xc0);
  const versions: CovariateVersion[] = [];
  for (const [covariate, { delayHours, kind }] of covariates.entries()) {
    for (const entity of [0, 1]) {
      const size = 10 ** (Math.floor(random() * 13) - 6);
      const end = startHour + hours + (kind === 'forecast' ? 24 : 0);
      for (let hour = startHour; hour < end; hour++) {
        if (random() < 0.05) hour += Math.floor(random() * 40);
        const value = size * (Math.sin((2 * Math.PI * hour) / 24) + Math.sin(hour / 700) + random());
        const knownHour = hour + 1 + delayHours;
        versions.push({ covariate, entity, hour, value, knownHour });
        if (random() > 0.1) continue;
        const later = knownHour + 1 + Math.floor(random() * 100);
        versions.push({ covariate, entity, hour, value: value + size * random(), knownHour: later });
      }
    }
  }
  return versions;
}

export interface NaiveCovariateRow {
  readonly target: number;
  readonly origin: number;
  readonly entity: number;
  readonly delayHours: number;
  /** Hours of the samples of the anchor like3, newest first, as many as there are. */
  readonly likeHours: readonly number[];
}

/** The columns of one covariate in one row, by suffix; NaN where the table has NULL. */
export function naiveCovariate(
  versions: readonly CovariateVersion[],
  { delayHours: late, kind }: CovariateFacts,
  row: NaiveCovariateRow,
): Record<string, number> {
  const { origin, target, likeHours } = row;
  const at = seenAt(versions, row);
  const newest = origin - 1 - Math.max(0, late);
  const last = origin - 1 - row.delayHours;
  const steps = values(
    (hour) => Math.abs(at(hour) - at(hour - 24)),
    (i) => newest - 25 * i,
    350,
  );
  const spread = steps.length >= 12 ? average(steps) : Number.NaN;
  const mean = (end: number, width: number): number => {
    const found = values(at, (i) => end - i, width);
    return found.length >= Math.min(width / 2, 48) ? average(found) : Number.NaN;
  };
  const like = likeMean(likeHours, (hour) => mean(hour, 24));
  const past = {
    now_24_like: mean(newest, 24) - like,
    now_72_like: mean(newest, 72) - like,
    like,
    now_24_last_24: mean(newest, 24) - mean(last, 24),
    now_24_last_168: mean(newest, 24) - mean(last, 168),
    now_168_last_168: mean(newest, 168) - mean(last, 168),
  };
  const ahead = {
    target: at(target),
    target_like: at(target) - likeMean(likeHours, at),
    target_last_168: at(target) - mean(last, 168),
    target_24_like: mean(target, 24) - like,
  };
  const columns = { ...past, ...(kind === 'forecast' ? ahead : {}) };
  const scaled = spread > 0 ? spread : Number.NaN;
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value / scaled]));
}

function seenAt(
  versions: readonly CovariateVersion[],
  { origin, entity }: NaiveCovariateRow,
): (hour: number) => number {
  const seen = new Map<number, CovariateVersion>();
  for (const one of versions) {
    if (one.entity !== entity || one.knownHour > origin) continue;
    if ((seen.get(one.hour)?.knownHour ?? -Infinity) < one.knownHour) seen.set(one.hour, one);
  }
  return (hour) => seen.get(hour)?.value ?? Number.NaN;
}

/** The mean of the longest run from the newest sample on whose values are all there. */
function likeMean(hours: readonly number[], of: (hour: number) => number): number {
  for (const count of [3, 2, 1]) {
    const found = values(
      (i) => (hours[i] === undefined ? Number.NaN : of(hours[i])),
      (i) => i,
      count,
    );
    if (found.length === count) return average(found);
  }
  return Number.NaN;
}

function values(of: (hour: number) => number, hourOf: (i: number) => number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => of(hourOf(i))).filter((x) => !Number.isNaN(x));
}

function average(found: readonly number[]): number {
  return found.reduce((sum, x) => sum + x, 0) / found.length;
}
