/** A raw file to rows: read, cast, placed in time, duplicates settled. */
import { GridcastError, reasonOf, silentProgress, type ProgressListener } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import { createBadRowDetails } from '../quarantine/bad-rows.ts';
import { quarantineReasons, type QuarantineReasonName } from '../quarantine/reasons.ts';
import { openTable, type OpenTable, type RawTableFile } from '../table/open-table.ts';
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
 * @throws the errors of `openTable`; COLLECT_NO_GOOD_ROW where no row is good, COLLECT_FILE_EMPTY where none has a value
 */
export async function parseTable(
  engine: SqlEngine,
  raw: RawTableFile,
  spec: TableSpec,
  progress: ProgressListener = silentProgress,
): Promise<ParsedCounts> {
  const step = (done: number, note: string): void =>
    progress({ task: `read ${raw.file}`, done, total: 5, note });
  step(0, 'looking at the file');
  const table = await openTable(engine, raw, spec);
  step(1, 'reading rows');
  await castRows(engine, table, spec).catch((cause: unknown) => {
    throw unreadable(raw.file, cause);
  });
  step(2, 'placing hours');
  await placeHours(engine, spec);
  await createLineBreaks(engine, table.input.lineBreaks);
  step(3, 'looking for duplicates');
  const repeatedRows = await settleDuplicates(engine, spec);
  await createBadRowDetails(engine, { table, spec, badRows: 'bad_rows' });
  const counts = await countRows(engine, repeatedRows);
  if (counts.goodRows === 0) await refuseAll(engine, { table, spec, file: raw.file, counts });
  step(4, 'keeping rows');
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

interface Refusal {
  readonly table: OpenTable;
  readonly spec: TableSpec;
  readonly file: string;
  readonly counts: ParsedCounts;
}

async function refuseAll(engine: SqlEngine, { table, spec, file, counts }: Refusal): Promise<never> {
  const [first] = await engine.rows<FirstBadRow & Record<string, unknown>>(
    'SELECT line::INTEGER AS line, reason, "column", value FROM bad_row_details ORDER BY line LIMIT 1',
  );
  if (first === undefined) {
    throw new GridcastError('COLLECT_FILE_EMPTY', {
      file,
      found: `no row has a value in column "${spec.value}"`,
    });
  }
  const { problem, remedy } = quarantineReasons[first.reason];
  throw new GridcastError('COLLECT_NO_GOOD_ROW', {
    file,
    rows: counts.rowsRead,
    place: `${table.input.format === 'parquet' ? 'row' : 'line'} ${first.line}`,
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
