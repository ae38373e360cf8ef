/** Bad rows with everything a person needs to mend them. */
import { quoteText, type SqlEngine } from '../../store/index.ts';
import { withLinesSql } from '../parse/line-numbers.ts';
import type { OpenTable } from '../table/open-table.ts';
import type { TableSpec } from '../table/table-spec.ts';
import { quarantineReasons, type BlamedRole, type QuarantineReason } from './reasons.ts';

export interface BadRowsRequest {
  readonly table: OpenTable;
  readonly spec: TableSpec;
  /** Table with `record` and `reason`. */
  readonly badRows: string;
}

/** Creates `bad_row_details` (line, reason, column, value, raw, problem, remedy); the file is read again for their text. */
export async function createBadRowDetails(engine: SqlEngine, request: BadRowsRequest): Promise<void> {
  const { table, spec, badRows } = request;
  const [found] = await engine.rows<{ any: boolean }>(`SELECT count(*) > 0 AS "any" FROM ${badRows}`);
  if (found?.any !== true) {
    await engine.run(`CREATE OR REPLACE TABLE bad_row_details
      (line BIGINT, reason VARCHAR, "column" VARCHAR, value VARCHAR, raw VARCHAR, problem VARCHAR, remedy VARCHAR)`);
    return;
  }
  const cells = blamedCells(spec);
  await engine.run(`CREATE OR REPLACE TABLE bad_row_details AS
    SELECT b.line, b.reason, ${byReason((reason) => quoteText(cells[reason.blames].column))} AS "column",
      ${byReason((reason) => cells[reason.blames].value)} AS value, w.raw,
      ${byReason((reason) => quoteText(reason.problem))} AS problem, ${byReason((reason) => quoteText(reason.remedy))} AS remedy
    FROM (${withLinesSql(badRows)}) b
      JOIN (${table.input.rawText}) w ON w.record = b.record
      JOIN (${table.input.select(table.wanted)}) x ON x.record = b.record
    ORDER BY b.line, b.reason`);
}

function byReason(text: (reason: QuarantineReason) => string): string {
  const cases = Object.entries(quarantineReasons).map(
    ([name, reason]) => `WHEN ${quoteText(name)} THEN ${text(reason)}`,
  );
  return `CASE b.reason ${cases.join(' ')} END`;
}

interface BlamedCell {
  readonly column: string;
  /** The cell as text in SQL. */
  readonly value: string;
}

/** The wanted columns come as x0 (time), x1.. (keys), then value and known-at. */
function blamedCells(spec: TableSpec): Readonly<Record<BlamedRole, BlamedCell>> {
  const valueAt = spec.keys.length + 1;
  const keys = spec.keys.map((_, i) => `coalesce(CAST(x.x${i + 1} AS VARCHAR), '')`);
  return {
    time: { column: spec.time, value: 'CAST(x.x0 AS VARCHAR)' },
    keys: {
      column: spec.keys.join(','),
      value: keys.length === 0 ? 'NULL' : `concat_ws(',', ${keys.join(', ')})`,
    },
    value: { column: spec.value, value: `CAST(x.x${valueAt} AS VARCHAR)` },
    'known-at': {
      column: spec.knownAt ?? '',
      value: spec.knownAt === undefined ? 'NULL' : `CAST(x.x${valueAt + 1} AS VARCHAR)`,
    },
    row: { column: '', value: 'NULL' },
  };
}
