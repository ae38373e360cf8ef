/** Spines, the columns that members read, and the truths of rows. */
import type { CovariateFacts, HourUtc } from '../core/index.ts';
import { columnsOf, LEADS, type FeatureGroup } from '../features/index.ts';
import type { MemberFeature, TreeMember } from '../model/index.ts';
import type { SqlEngine } from '../store/index.ts';

/**
 * The features that a member reads, from the groups it names but for the columns it leaves out; it forecasts without those of a
 * covariate where they are missing.
 */
export function memberFeatures(
  { groups, without = [] }: Pick<TreeMember, 'groups' | 'without'>,
  covariates: readonly CovariateFacts[] = [],
): MemberFeature[] {
  return columnsOf(groups as readonly FeatureGroup[], covariates)
    .filter(({ name }) => !without.includes(name))
    .map(({ name, relative, group }) => ({
      name,
      relative,
      ...(group === 'cov' ? { optional: true } : {}),
    }));
}

/** Rows that a spine is made of at a time. */
const SPINE_ROWS = 500_000;

/** Makes a spine of every series, or every `stride`-th, at the leads 0..23 of some origins, ordered by origin, series, target. */
export async function makeOriginsSpine(
  engine: SqlEngine,
  origins: readonly HourUtc[],
  table: string,
  stride = 1,
): Promise<void> {
  const { columns, rows: count } = await engine.numbers(
    `SELECT series FROM series WHERE series % ${stride} = 0 ORDER BY series`,
  );
  const series = columns['series'] ?? new Float64Array();
  const perBlock = Math.max(1, Math.floor(SPINE_ROWS / Math.max(1, count * LEADS)));
  await engine.createTable(table, spineRows([], series));
  const ascending = origins.toSorted((a, b) => a - b);
  for (let first = 0; first < ascending.length; first += perBlock) {
    await engine.appendTable(table, spineRows(ascending.slice(first, first + perBlock), series));
  }
}

function spineRows(
  origins: readonly HourUtc[],
  series: Float64Array,
): Readonly<Record<'series' | 'target' | 'origin', Int32Array>> {
  const columns = {
    series: new Int32Array(origins.length * series.length * LEADS),
    target: new Int32Array(origins.length * series.length * LEADS),
    origin: new Int32Array(origins.length * series.length * LEADS),
  };
  let row = 0;
  for (const origin of origins) {
    for (const one of series) {
      for (let lead = 0; lead < LEADS; lead++) {
        columns.series[row] = one;
        columns.target[row] = origin + lead;
        columns.origin[row] = origin;
        row += 1;
      }
    }
  }
  return columns;
}

/** Makes a spine of the rows that are in any of some spines. */
export async function makeUnionSpine(
  engine: SqlEngine,
  spines: readonly string[],
  table: string,
): Promise<void> {
  const rows = spines.map((spine) => `SELECT series, target, origin FROM ${spine}`).join(' UNION ');
  await engine.run(
    `CREATE OR REPLACE TABLE ${table} AS SELECT * FROM (${rows}) ORDER BY origin, series, target`,
  );
}

/** The truth of each row of a spine, in its order, as known at an instant; NaN where it is not. */
export async function truthOf(engine: SqlEngine, spine: string, asOf: HourUtc): Promise<Float64Array> {
  const { columns } = await engine.numbers(
    `SELECT arg_max(v.value, v.known_hour) AS truth FROM ${spine} s
     LEFT JOIN observation_versions v ON v.series = s.series AND v.hour = s.target AND v.known_hour <= ${asOf}
     GROUP BY s.origin, s.series, s.target ORDER BY s.origin, s.series, s.target`,
  );
  return columns['truth'] ?? new Float64Array();
}
