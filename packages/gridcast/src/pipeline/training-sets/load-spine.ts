/** Spines that people give: a file of keys and origins, or origins at which every series is asked for. */
import { GridcastError, isoOfHour, type HourUtc } from '../../core/index.ts';
import { askedOf, askEverySeries, LEADS } from '../../features/index.ts';
import { quoteIdentifier, quoteText, type SqlEngine } from '../../store/index.ts';
import { parseOrigins } from '../origins.ts';

/** Which rows a training set is asked for. */
export type SpineRequest =
  | { readonly file: string }
  /** As people write them; see `parseOrigins`. */
  | { readonly origins: string };

export interface SpineScope {
  readonly keyNames: readonly string[];
  /** Origins after it are refused: what will be known then is not known now. */
  readonly asOf: HourUtc;
  readonly delayHours: number;
}

/** The name of the table that `loadSpine` makes. */
export const SPINE = 'asked_spine';

/**
 * Makes the table of the rows asked for, as `FeatureQuestion.asked` has them. The tables `series` and `observation_versions` are
 * there.
 *
 * @returns the number of rows.
 * @throws FEATURES_SPINE_COLUMNS, FEATURES_SPINE_INVALID, USAGE_INVALID_VALUE
 */
export async function loadSpine(
  engine: SqlEngine,
  request: SpineRequest,
  scope: SpineScope,
): Promise<number> {
  if ('file' in request) await loadFile(engine, request.file, scope);
  else await loadOrigins(engine, request.origins, scope);
  const [row] = await engine.rows<{ rows: number }>(
    `SELECT COALESCE(SUM(bit_count(leads)), 0)::INTEGER AS rows FROM ${SPINE}`,
  );
  return row?.rows ?? 0;
}

async function loadOrigins(engine: SqlEngine, text: string, { asOf, delayHours }: SpineScope): Promise<void> {
  const [span] = await engine.rows<{ first: number | null; last: number | null }>(
    `SELECT MIN(hour) AS first, MAX(hour) AS last FROM observation_versions`,
  );
  const truth = { firstHour: span?.first ?? 0, lastHour: span?.last ?? asOf - 1 - delayHours };
  const origins = parseOrigins(text, truth);
  const late = origins.find((origin) => origin > asOf);
  if (late !== undefined) {
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: '--origins',
      value: text,
      expected: `${isoOfHour(late)} lies after the as-of ${isoOfHour(asOf)}`,
    });
  }
  await askEverySeries(engine, origins, SPINE);
}

async function loadFile(engine: SqlEngine, file: string, scope: SpineScope): Promise<void> {
  const { keyNames } = scope;
  const relation = `${readerOf(file)}(${quoteText(file)})`;
  const found = await columnsOf(engine, relation);
  const missing = [...keyNames, 'origin_utc'].filter((name) => !found.includes(name));
  if (missing.length > 0) throw new GridcastError('FEATURES_SPINE_COLUMNS', { file, missing, found });
  const hasTarget = found.includes('target_hour_utc');
  const keys = keyNames.map((name, i) => `CAST(g.${quoteIdentifier(name)} AS VARCHAR) AS key_${i}`);
  const same = keyNames.map((_, i) => `s.key_${i} = g.key_${i}`);
  await engine.run(`CREATE OR REPLACE TABLE given_spine AS
    WITH given AS (
      SELECT ${[...keys, ''].join(', ')} ${microsOf('origin_utc')} AS origin_us,
        ${hasTarget ? microsOf('target_hour_utc') : 'NULL'} AS target_us FROM ${relation} g),
    asked AS (
      SELECT g.* EXCLUDE (target_us), ${hasTarget ? 'g.target_us' : `g.origin_us + l.lead * ${HOUR_US}`} AS target_us
      FROM given g ${hasTarget ? '' : `CROSS JOIN (SELECT lead FROM range(0, ${LEADS}) AS t(lead)) l`})
    SELECT g.*, s.series, g.origin_us // ${HOUR_US} AS origin, g.target_us // ${HOUR_US} AS target
    FROM asked g LEFT JOIN series s ON ${same.length === 0 ? 'true' : same.join(' AND ')}`);
  await assertUsable(engine, file, scope);
  await engine.run(`CREATE OR REPLACE TABLE ${SPINE} AS
    SELECT * FROM ${askedOf('(SELECT series, target::INTEGER AS target, origin::INTEGER AS origin FROM given_spine)')}`);
  await engine.run('DROP TABLE given_spine');
}

const HOUR_US = 3_600_000_000;

/** Instants with or without seconds and offset; what is none becomes NULL. */
const microsOf = (column: string): string =>
  `epoch_us(TRY_CAST(regexp_replace(CAST(g.${column} AS VARCHAR), '([T ]\\d\\d:\\d\\d)(Z|[+-]\\d\\d.*)?$', '\\1:00\\2') AS TIMESTAMPTZ))`;

function readerOf(file: string): string {
  const ending = /\.(parquet|csv|jsonl|ndjson)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending === 'parquet') return 'read_parquet';
  if (ending === 'csv') return 'read_csv_auto';
  if (ending !== undefined) return 'read_json_auto';
  throw new GridcastError('USAGE_INVALID_VALUE', {
    name: '--spine',
    value: file,
    expected: 'a file that ends in .parquet, .csv or .jsonl is wanted',
  });
}

async function columnsOf(engine: SqlEngine, relation: string): Promise<string[]> {
  const rows = await engine.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${relation}`);
  return rows.map((row) => row.column_name);
}

async function assertUsable(engine: SqlEngine, file: string, { asOf, keyNames }: SpineScope): Promise<void> {
  const faults: readonly (readonly [reason: string, condition: string])[] = [
    ['an instant is missing or no instant', 'origin_us IS NULL OR target_us IS NULL'],
    ['an instant is not on the hour', `origin_us % ${HOUR_US} <> 0 OR target_us % ${HOUR_US} <> 0`],
    ['the series is not among those known at the as-of', 'series IS NULL'],
    ['a target lies outside the 24 hours from its origin', `target - origin NOT BETWEEN 0 AND ${LEADS - 1}`],
    [`the origin lies after the as-of ${isoOfHour(asOf)}`, `origin > ${asOf}`],
  ];
  for (const [reason, condition] of faults) {
    const [row] = await engine.rows<{ rows: number }>(
      `SELECT COUNT(*)::INTEGER AS rows FROM given_spine WHERE ${condition}`,
    );
    if ((row?.rows ?? 0) === 0) continue;
    const shown = keyNames.map((name, i) => `key_${i} AS ${quoteIdentifier(name)}`);
    const [example] = await engine.rows<Record<string, unknown>>(
      `SELECT ${[...shown, ''].join(', ')} make_timestamp(origin_us)::VARCHAR AS origin_utc,
        make_timestamp(target_us)::VARCHAR AS target_hour_utc FROM given_spine WHERE ${condition} LIMIT 1`,
    );
    throw new GridcastError('FEATURES_SPINE_INVALID', {
      file,
      rows: row?.rows ?? 0,
      reason,
      example: JSON.stringify(example),
    });
  }
}
