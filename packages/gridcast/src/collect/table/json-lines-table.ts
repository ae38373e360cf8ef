/** JSON lines as a table: one object a line, top-level members as columns. */
import { GridcastError } from '../../core/index.ts';
import { quoteText, type SqlEngine } from '../../store/index.ts';
import { scanText } from './text-scan.ts';
import type { TableInput } from './table-input.ts';

/** Never stands in JSON text unescaped. */
const NEVER = '\u0001';
const ABSENT = '\u0002';
const SAMPLED_LINES = 1000;

/**
 * Opens a JSON lines file; its columns are the members of the first 1,000 objects.
 *
 * @param file the name that messages use
 * @throws COLLECT_FILE_ENCODING, COLLECT_FILE_FORMAT where the first line is no JSON object
 */
export async function openJsonLinesTable(engine: SqlEngine, path: string, file: string): Promise<TableInput> {
  const scan = await scanText(path, { file, headerRecords: 0 });
  const lines =
    `(SELECT row_number() OVER () AS record, line, TRY_CAST(line AS JSON) AS j FROM read_csv(${quoteText(path)}, ` +
    `columns = {'line': 'VARCHAR'}, delim = ${quoteText(NEVER)}, header = false, quote = '', escape = '', ` +
    `nullstr = ${quoteText(ABSENT)}, auto_detect = false, null_padding = true, strict_mode = false))`;
  const names = await memberNames(engine, lines);
  if (names === undefined) {
    throw new GridcastError('COLLECT_FILE_FORMAT', {
      file,
      found: 'JSON that is not one object a line',
      remedy: 'Write each row as one object on a line of its own (jq -c).',
    });
  }
  const problem = `CASE WHEN j IS NULL OR json_type(j) <> 'OBJECT' THEN 'not_an_object' END`;
  return {
    format: 'json-lines',
    columns: names.map((name) => ({ name, form: 'text', type: 'text' })),
    lineBreaks: scan.lineBreaks,
    select: (columns) =>
      `SELECT record, ${problem} AS problem` +
      `${columns.map((c, i) => `, j->>${memberPath(names[c] ?? '')} AS x${i}`).join('')} FROM ${lines}`,
    rawText: `SELECT record, line AS raw FROM ${lines}`,
  };
}

function memberPath(name: string): string {
  return quoteText(`$."${name.replaceAll('"', '""')}"`);
}

async function memberNames(engine: SqlEngine, lines: string): Promise<readonly string[] | undefined> {
  const [first] = await engine.rows<{ good: boolean }>(
    `SELECT json_type(j) = 'OBJECT' AS good FROM ${lines} WHERE record = 1`,
  );
  if (first?.good !== true) return undefined;
  const rows = await engine.rows<{ name: string }>(
    `SELECT name FROM (SELECT record, unnest(json_keys(j)) AS name FROM ${lines} WHERE record <= ${SAMPLED_LINES} ` +
      `AND json_type(j) = 'OBJECT') GROUP BY name ORDER BY min(record), name`,
  );
  return rows.map((row) => row.name);
}
