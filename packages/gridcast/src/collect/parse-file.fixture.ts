/** For tests: the rows and bad rows of a small file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isoOfHour } from '../core/index.ts';
import { openSqlEngine, type SqlEngine } from '../store/index.ts';
import { parseTable, type ParsedCounts } from './parse/parse-table.ts';
import { openSource } from './sources.ts';

export interface ParsedFile {
  readonly counts: ParsedCounts;
  /** `DK1|2021-01-01T00:00:00Z|1.5|null`, by key, hour and known-at. */
  readonly good: readonly string[];
  /** `3 negative -2`: line, reason and blamed value. */
  readonly bad: readonly string[];
  readonly details: readonly Readonly<Record<string, unknown>>[];
}

/** Parses text (or a file that SQL writes) with the options of source `file`, and `valuesAtLeastZero` as a source may declare it. */
export async function parseFile(
  content: string | Uint8Array | { readonly parquet: string },
  options: Readonly<Record<string, unknown>> = {},
): Promise<ParsedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'gridcast-collect-'));
  using engine = await openSqlEngine({ threads: 1 });
  try {
    const path = join(folder, 'in.csv');
    if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(path, content);
    else await engine.run(`COPY (${content.parquet}) TO '${path}' (FORMAT parquet)`);
    const { valuesAtLeastZero = false, ...own } = options;
    const { table } = openSource({ name: 'file', path, time: 'time', value: 'value', ...own });
    const spec = { ...table, valuesAtLeastZero: valuesAtLeastZero === true };
    const counts = await parseTable(engine, { path, file: 'in.csv' }, spec);
    return { counts, ...(await parsedRows(engine, spec.keys.length)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function parsedRows(engine: SqlEngine, keys: number): Promise<Omit<ParsedFile, 'counts'>> {
  const names = Array.from({ length: keys }, (_, i) => `key_${i}`);
  const good = await engine.rows<Record<string, string | number>>(
    `SELECT * FROM good_rows ORDER BY ${[...names, 'hour', 'known_hour', 'record'].join(', ')}`,
  );
  const hour = (value: unknown): string => (value === null ? 'null' : isoOfHour(Number(value)));
  const details = await engine.rows('SELECT * FROM bad_row_details ORDER BY line, reason');
  return {
    good: good.map((row) =>
      [...names.map((name) => row[name]), hour(row['hour']), row['value'], hour(row['known_hour'])].join('|'),
    ),
    bad: details.map((row) => [row['line'], row['reason'], row['value']].map(String).join(' ')),
    details,
  };
}
