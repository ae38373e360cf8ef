/** Opens a raw file as a table, whatever its format, and finds the wanted columns in it. */
import { closestName, GridcastError, reasonOf } from '../../core/index.ts';
import type { SqlEngine } from '../../store/index.ts';

import { openCsvTable } from './csv-table.ts';
import { formatOf, readHead } from './file-format.ts';
import { openJsonLinesTable } from './json-lines-table.ts';
import { openParquetTable } from './parquet-table.ts';
import type { ColumnForm, TableInput } from './table-input.ts';
import { wantedColumns, type TableSpec, type WantedColumn } from './table-spec.ts';

/** The wanted columns as indexes into `input.columns`. */
export interface OpenTable {
  readonly input: TableInput;
  readonly wanted: readonly number[];
}

export interface RawTableFile {
  /** Where the bytes lie. */
  readonly path: string;
  /** The name that messages use. */
  readonly file: string;
}

/**
 * Opens a file and finds its columns.
 *
 * @throws COLLECT_FILE_UNREADABLE, _EMPTY, _FORMAT, _ENCODING, _DAMAGED; COLLECT_COLUMN_MISSING, COLLECT_COLUMN_TYPE
 */
export async function openTable(engine: SqlEngine, raw: RawTableFile, spec: TableSpec): Promise<OpenTable> {
  const columns = wantedColumns(spec);
  const head = await readHead(raw.path).catch((cause: unknown) => {
    throw new GridcastError(
      'COLLECT_FILE_UNREADABLE',
      { file: raw.file, reason: reasonOf(cause) },
      { cause },
    );
  });
  const input = await openFormat(engine, { ...raw, head, columns });
  return { input, wanted: columns.map((column) => findColumn(input, column, raw.file)) };
}

interface FormatRequest extends RawTableFile {
  readonly head: Buffer;
  readonly columns: readonly WantedColumn[];
}

async function openFormat(engine: SqlEngine, request: FormatRequest): Promise<TableInput> {
  const { path, file, head } = request;
  const format = formatOf(head, file);
  if (format === 'parquet') return openParquetTable(engine, path, file);
  if (format === 'json-lines') return openJsonLinesTable(engine, path, file);
  return openCsvTable(path, head, { file, wanted: request.columns.map((wanted) => wanted.column) });
}

const FORMS: Readonly<Record<WantedColumn['role'], { forms: readonly ColumnForm[]; expected: string }>> = {
  '--time': { forms: ['text', 'local-time', 'instant'], expected: 'a timestamp or text with ISO times is' },
  '--keys': { forms: ['text', 'number'], expected: 'text or whole numbers are' },
  '--value': { forms: ['text', 'number'], expected: 'numbers are' },
  '--known-at': {
    forms: ['text', 'local-time', 'instant'],
    expected: 'a timestamp or text with ISO times is',
  },
};

function findColumn(input: TableInput, { role, column }: WantedColumn, file: string): number {
  const available = input.columns.map((candidate) => candidate.name);
  const index = available.indexOf(column);
  const found = input.columns[index];
  if (found === undefined) {
    const closest = closestName(column, available);
    throw new GridcastError('COLLECT_COLUMN_MISSING', { file, role, column, available, closest });
  }
  const times = available.filter((name) => name === column).length;
  if (times > 1) {
    throw new GridcastError('COLLECT_FILE_DAMAGED', {
      file,
      line: 1,
      problem: `the column "${column}" (asked for by ${role}) stands in the header ${times} times`,
      remedy: 'Rename all but the right one.',
    });
  }
  const { forms, expected } = FORMS[role];
  const isNested = input.format === 'parquet' && found.form === 'text' && found.type !== 'VARCHAR';
  if (!forms.includes(found.form) || isNested) {
    throw new GridcastError('COLLECT_COLUMN_TYPE', { file, role, column, type: found.type, expected });
  }
  return index;
}
