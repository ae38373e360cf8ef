/** A raw file to rows: read, cast, placed in time, duplicates settled. */
import { GridcastError, reasonOf } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import { createBadRowDetails } from '../quarantine/bad-rows.ts';
import { quarantineReasons, type QuarantineReasonName } from '../quarantine/reasons.ts';
import { openTable, type RawTableFile } from '../table/open-table.ts';
import type { TableSpec } from '../table/table-spec.ts';
import { castRows } from './cast-rows.ts';
import { createLineBreaks } from './line-numbers.ts';
import { placeHours } from './place-hours.ts';
import { settleDuplicates } from './settle-duplicates.ts';

/** What a raw file held. */
export interface ParsedCounts {
  readonly rowsRead: number;
  readonly goodRows: number;
  /** Rows without a value: missing, not bad. */
  readonly missingValues: number;
  /** Rows that repeat another and were dropped. */
  readonly repeatedRows: number;
}

/**
 * Parses a file into the relations `good_rows` (record, key_0.., hour, value, known_hour), `line_breaks` and `bad_row_details`
 * (line, reason, column, value, raw, problem, remedy).
 *
 * @throws the errors of `openTable`; COLLECT_NO_GOOD_ROW where rows were read and every one is bad
 */
export async function parseTable(
  engine: SqlEngine,
  raw: RawTableFile,
  spec: TableSpec,
): Promise<ParsedCounts> {
  const table = await openTable(engine, raw, spec);
  await castRows(engine, table, spec).catch((cause: unknown) => {
    throw unreadable(raw.file, cause);
  });
  await placeHours(engine, spec);
  await createLineBreaks(engine, table.input.lineBreaks);
  const repeatedRows = await settleDuplicates(engine, spec);
  await createBadRowDetails(engine, { table, spec, badRows: 'bad_rows' });
  const counts = await countRows(engine, repeatedRows);
  if (counts.goodRows === 0 && counts.missingValues < counts.rowsRead)
    await refuseAll(engine, raw.file, counts);
  return counts;
}

async function countRows(engine: SqlEngine, repeatedRows: number): Promise<ParsedCounts> {
  const [counted] = await engine.rows<{ read: number; good: number; missing: number }>(`SELECT
    (SELECT count(*) FROM placed_rows)::DOUBLE AS read,
    (SELECT count(*) FROM good_rows)::DOUBLE AS good,
    (SELECT count(*) FROM placed_rows WHERE reason IS NULL AND value IS NULL)::DOUBLE AS missing`);
  return {
    rowsRead: counted?.read ?? 0,
    goodRows: counted?.good ?? 0,
    missingValues: counted?.missing ?? 0,
    repeatedRows,
  };
}

interface FirstBadRow {
  readonly line: number;
  readonly reason: QuarantineReasonName;
  readonly column: string;
  readonly value: string | null;
}

async function refuseAll(engine: SqlEngine, file: string, counts: ParsedCounts): Promise<void> {
  const [first] = await engine.rows<FirstBadRow & Record<string, unknown>>(
    'SELECT line::INTEGER AS line, reason, "column", value FROM bad_row_details ORDER BY line LIMIT 1',
  );
  if (first === undefined) return;
  const { problem, remedy } = quarantineReasons[first.reason];
  throw new GridcastError('COLLECT_NO_GOOD_ROW', {
    file,
    rows: counts.rowsRead,
    place: `line ${first.line}`,
    column: first.column,
    value: first.value,
    problem,
    remedy,
  });
}

function unreadable(file: string, cause: unknown): GridcastError {
  const engineCause = cause instanceof GridcastError ? cause.cause : cause;
  return new GridcastError(
    'COLLECT_FILE_UNREADABLE',
    { file, reason: reasonOf(engineCause).split('\n')[0] ?? '' },
    { cause },
  );
}
