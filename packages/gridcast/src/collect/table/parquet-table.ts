/** Parquet as a table. */
import { GridcastError, reasonOf } from '../../core/index.ts';
import { quoteIdentifier, quoteText, type SqlEngine } from '../../store/index.ts';
import type { ColumnForm, TableInput } from './table-input.ts';

const NUMBER = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/u;

/**
 * Opens a Parquet file. Records are its rows, numbered from 1.
 *
 * @param file the name that messages use
 * @throws COLLECT_FILE_UNREADABLE where it is no whole Parquet file, COLLECT_FILE_EMPTY
 */
export async function openParquetTable(engine: SqlEngine, path: string, file: string): Promise<TableInput> {
  const relation = `read_parquet(${quoteText(path)}, file_row_number = true)`;
  const { columns, rows } = await describe(engine, path).catch((cause: unknown) => {
    throw new GridcastError('COLLECT_FILE_UNREADABLE', { file, reason: firstLine(cause) }, { cause });
  });
  if (rows === 0)
    throw new GridcastError('COLLECT_FILE_EMPTY', { file, found: 'it has columns and no rows' });
  const record = 'file_row_number + 1 AS record';
  return {
    format: 'parquet',
    columns: columns.map(({ name, type }) => ({ name, type, form: formOf(type) })),
    lineBreaks: [{ fromRecord: 1, linesAhead: 0 }],
    select: (wanted) =>
      `SELECT ${record}, NULL::VARCHAR AS problem` +
      `${wanted.map((c, i) => `, ${quoteIdentifier(columns[c]?.name ?? '')} AS x${i}`).join('')} FROM ${relation}`,
    rawText: `SELECT record, to_json(t)::VARCHAR AS raw FROM (SELECT ${record}, * EXCLUDE (file_row_number) FROM ${relation}) t`,
  };
}

interface FileColumn {
  readonly name: string;
  readonly type: string;
}

async function describe(
  engine: SqlEngine,
  path: string,
): Promise<{ readonly columns: readonly FileColumn[]; readonly rows: number }> {
  const relation = `read_parquet(${quoteText(path)})`;
  const columns = await engine.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE SELECT * FROM ${relation}`,
  );
  const [counted] = await engine.rows<{ n: number }>(`SELECT count(*)::DOUBLE AS n FROM ${relation}`);
  return {
    columns: columns.map((column) => ({ name: column.column_name, type: column.column_type })),
    rows: counted?.n ?? 0,
  };
}

function formOf(type: string): ColumnForm {
  if (type === 'TIMESTAMP WITH TIME ZONE') return 'instant';
  if (type.startsWith('TIMESTAMP') || type === 'DATE') return 'local-time';
  return NUMBER.test(type) ? 'number' : 'text';
}

function firstLine(cause: unknown): string {
  return (
    reasonOf(cause instanceof GridcastError && cause.cause !== undefined ? cause.cause : cause).split(
      '\n',
    )[0] ?? ''
  );
}
