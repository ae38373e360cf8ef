/** Text to times and numbers: one query over the raw table, a reason beside each cell that cannot be read. */
import { quoteText, type SqlEngine } from '../../store/index.ts';
import type { OpenTable } from '../table/open-table.ts';
import type { ColumnForm } from '../table/table-input.ts';
import type { TableSpec } from '../table/table-spec.ts';

const CLOCK = String.raw`\d{4}-\d{2}-\d{2}(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?`;
const ZONE = String.raw`Z|z|UTC|[+-]\d{2}(?::?\d{2})?`;
const TIME = `^(${CLOCK}) ?(${ZONE})?$`;

/** The names of the key columns in every table of this folder: `key_0, key_1`. */
export function keyColumns(spec: TableSpec): readonly string[] {
  return spec.keys.map((_, index) => `key_${index}`);
}

/**
 * Creates `cast_rows`: record, key_0.., clock TIMESTAMP (as written), offset_s INTEGER (null: none written), value DOUBLE
 * (null without a reason: missing), known_clock, known_offset_s, mark (1 decimal comma, 2 point) and reason.
 */
export async function castRows(engine: SqlEngine, table: OpenTable, spec: TableSpec): Promise<void> {
  const keys = keyColumns(spec);
  const form = (index: number): ColumnForm => table.input.columns[table.wanted[index] ?? -1]?.form ?? 'text';
  const valueAt = keys.length + 1;
  const time = timeSql('x0', form(0));
  const value = valueSql(`x${valueAt}`, form(valueAt));
  const known = spec.knownAt === undefined ? NO_TIME : timeSql(`x${valueAt + 1}`, form(valueAt + 1));
  await engine.run(`CREATE OR REPLACE TABLE cast_rows AS
    WITH typed AS (
      SELECT record, problem, ${keys.map((key, i) => `CAST(x${i + 1} AS VARCHAR) AS ${key}, `).join('')}
        ${time.typed} AS t, ${value.typed} AS v, ${known.typed} AS k
      FROM (${table.input.select(table.wanted)})
    ), cast_cells AS (
      SELECT record, problem, ${keys.map((key) => `${key}, `).join('')}
        ${time.clock('t')} AS clock, ${time.offsetS('t')} AS offset_s, ${time.isEmpty('t')} AS no_time,
        ${value.number} AS number, ${value.isEmpty} AS no_value, ${value.mark} AS mark,
        ${known.clock('k')} AS known_clock, ${known.offsetS('k')} AS known_offset_s, ${known.isEmpty('k')} AS no_known
      FROM typed
    )
    SELECT record, ${keys.map((key) => `${key}, `).join('')} clock, offset_s, known_clock, known_offset_s, mark,
      CASE WHEN NOT no_value AND isfinite(number) THEN number END AS value,
      CASE WHEN problem IS NOT NULL THEN problem
        WHEN no_time THEN 'time_missing' WHEN clock IS NULL THEN 'time_unreadable'
        ${keys.map((key) => `WHEN ${key} IS NULL OR ${key} = '' THEN 'key_missing'`).join(' ')}
        WHEN NOT no_known AND known_clock IS NULL THEN 'known_at_unreadable'
        WHEN no_value THEN NULL
        WHEN number IS NULL THEN 'not_a_number' WHEN NOT isfinite(number) THEN 'not_finite'
        ${spec.valuesAtLeastZero ? "WHEN number < 0 THEN 'negative'" : ''} END AS reason
    FROM cast_cells`);
  await refuseMixedMarks(engine);
}

interface TimeSql {
  readonly typed: string;
  readonly clock: (cell: string) => string;
  readonly offsetS: (cell: string) => string;
  readonly isEmpty: (cell: string) => string;
}

const NO_TIME: TimeSql = {
  typed: 'NULL',
  clock: () => 'NULL::TIMESTAMP',
  offsetS: () => 'NULL::INTEGER',
  isEmpty: () => 'true',
};

function timeSql(column: string, form: ColumnForm): TimeSql {
  if (form !== 'text') {
    return {
      typed: form === 'instant' ? `${column} AT TIME ZONE 'UTC'` : `CAST(${column} AS TIMESTAMP)`,
      clock: inReach,
      offsetS: () => (form === 'instant' ? '0' : 'NULL::INTEGER'),
      isEmpty: (cell) => `${cell} IS NULL`,
    };
  }
  return {
    typed: `struct_pack(cell := trim(${column}), parts := regexp_extract(trim(${column}), ${quoteText(TIME)}, ['clock', 'zone']))`,
    clock: (cell) => inReach(`TRY_CAST(${cell}.parts.clock AS TIMESTAMP)`),
    offsetS: (cell) => offsetSql(`${cell}.parts.zone`),
    isEmpty: (cell) => `coalesce(${cell}.cell, '') = ''`,
  };
}

function inReach(clock: string): string {
  return `CASE WHEN ${clock} >= TIMESTAMP '1900-01-01' AND ${clock} < TIMESTAMP '2200-01-01' THEN ${clock} END`;
}

/** `+01:30`, `+0130`, `+01`, `Z` and `UTC` as seconds; empty text as null. */
function offsetSql(zone: string): string {
  const minutes = `CAST(CASE WHEN length(${zone}) > 3 THEN right(${zone}, 2) ELSE '0' END AS INTEGER)`;
  const size = `CAST(substr(${zone}, 2, 2) AS INTEGER) * 3600 + ${minutes} * 60`;
  return `CASE WHEN ${zone} = '' OR ${zone} IS NULL THEN NULL WHEN ${zone} IN ('Z', 'z', 'UTC') THEN 0
    WHEN ${zone}[1] = '-' THEN -(${size}) ELSE ${size} END`;
}

interface ValueSql {
  readonly typed: string;
  readonly number: string;
  readonly isEmpty: string;
  readonly mark: string;
}

function valueSql(column: string, form: ColumnForm): ValueSql {
  if (form === 'number') {
    return { typed: `CAST(${column} AS DOUBLE)`, number: 'v', isEmpty: 'v IS NULL', mark: '0::UTINYINT' };
  }
  const commas = `(length(v) - length(replace(v, ',', '')))`;
  return {
    typed: `trim(${column})`,
    number: `CASE WHEN contains(v, '_') THEN NULL WHEN NOT contains(v, ',') THEN TRY_CAST(v AS DOUBLE)
      WHEN ${commas} = 1 AND NOT contains(v, '.') THEN TRY_CAST(replace(v, ',', '.') AS DOUBLE) END`,
    isEmpty: `coalesce(v, '') = ''`,
    mark: `CASE WHEN contains(v, '.') OR ${commas} > 1 THEN 2 WHEN contains(v, ',') THEN 1 ELSE 0 END::UTINYINT`,
  };
}

/** Where some values have a decimal point, a comma can only be a thousands separator: it is not read as a decimal mark. */
async function refuseMixedMarks(engine: SqlEngine): Promise<void> {
  const [marks] = await engine.rows<{ mixed: boolean | null }>(
    'SELECT bool_or(mark = 1) AND bool_or(mark = 2) AS mixed FROM cast_rows',
  );
  if (marks?.mixed !== true) return;
  await engine.run(
    `UPDATE cast_rows SET value = NULL, reason = 'not_a_number' WHERE mark = 1 AND reason IS NULL`,
  );
}
