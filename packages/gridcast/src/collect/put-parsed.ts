/** Parses a raw input and keeps its rows and its bad rows in the lake. */
import { dirname } from 'node:path';
import type { ProgressListener } from '../core/index.ts';
import { openSqlEngine, putQuery, quoteText, type Lake, type SqlEngine } from '../store/index.ts';
import type { ParsedInput, QuarantinedRows } from './input-record.ts';
import { keyColumns } from './parse/cast-rows.ts';
import { withLinesSql } from './parse/line-numbers.ts';
import { parseTable } from './parse/parse-table.ts';
import type { RawTableFile } from './table/open-table.ts';
import type { TableSpec } from './table/table-spec.ts';

/** What parsing may hold in memory, whatever the size of the file; the rest waits on disk. */
const MEMORY_MIB = 2048;

/** Goes up with each change of what the parser makes of the same bytes. */
export const PARSER_VERSION = 1;

/**
 * Parses a file and puts two kinds of objects into the lake: `parsed` (key_0.., hour, value, known_hour, line, by series,
 * hour and version) and, for each reason, `quarantine` (line, column, value, raw, problem, remedy).
 *
 * @throws the errors of `parseTable`
 */
export async function putParsed(
  lake: Lake,
  raw: RawTableFile,
  options: {
    readonly spec: TableSpec;
    readonly threads: number;
    readonly progress?: ProgressListener | undefined;
  },
): Promise<ParsedInput> {
  using engine = await openParsingEngine(lake, options.threads);
  const { spec } = options;
  const counts = await parseTable(engine, raw, spec, options.progress);
  const keys = keyColumns(spec);
  const parsed = await putQuery(lake, engine, {
    kind: 'parsed',
    query: `SELECT ${[...keys, 'hour', 'value', 'known_hour', 'line'].join(', ')} FROM (${withLinesSql('good_rows')})
      ORDER BY ${[...keys, 'hour', 'known_hour NULLS FIRST', 'line'].join(', ')}`,
  });
  const distinct = keys.length === 0 ? 'LIMIT 1' : `GROUP BY ${keys.join(', ')}`;
  const [counted] = await engine.rows<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM (SELECT 1 FROM good_rows ${distinct})`,
  );
  const quarantined = await putBadRows(lake, engine);
  options.progress?.({ task: `read ${raw.file}`, done: 5, total: 5 });
  return { ...counts, objectKey: parsed.key, series: counted?.n ?? 0, quarantined };
}

/** An engine for large inputs: what does not fit into memory goes to the lake's scratch folder. */
export async function openParsingEngine(lake: Lake, threads: number): Promise<SqlEngine> {
  const engine = await openSqlEngine({ threads, memoryLimitMiB: MEMORY_MIB });
  await engine.run(`SET temp_directory = ${quoteText(dirname(lake.scratchPath('tmp')))}`);
  return engine;
}

/** Puts one object for each reason in `bad_row_details`. */
export async function putBadRows(lake: Lake, engine: SqlEngine): Promise<QuarantinedRows[]> {
  const reasons = await engine.rows<{ reason: string; first: number }>(
    'SELECT reason, min(line)::DOUBLE AS first FROM bad_row_details GROUP BY reason ORDER BY reason',
  );
  const kept: QuarantinedRows[] = [];
  for (const { reason, first } of reasons) {
    const object = await putQuery(lake, engine, {
      kind: 'quarantine',
      query: `SELECT line, reason, "column", value, raw, problem, remedy FROM bad_row_details
        WHERE reason = ${quoteText(reason)} ORDER BY line, raw`,
    });
    kept.push({ reason, rows: object.rows, objectKey: object.key, firstLine: first });
  }
  return kept;
}
