/** Writes objects of the lake as one file that people take away: Parquet, CSV or Arrow. */
import { GridcastError } from '../../core/index.ts';
import type { SqlEngine } from '../sql/engine.ts';
import { quoteText, readParquet } from '../sql/quote.ts';

/** What can be written, by the ending of the file's name. */
export type TableFormat = 'parquet' | 'csv' | 'arrow';

/** The format of a file name. @throws USAGE_INVALID_VALUE */
export function formatOf(out: string): TableFormat {
  const format = /\.(parquet|csv|arrow)$/i.exec(out)?.[1]?.toLowerCase();
  if (format !== undefined) return format as TableFormat;
  throw new GridcastError('USAGE_INVALID_VALUE', {
    name: '--out',
    value: out,
    expected: 'a name that ends in .parquet, .csv or .arrow is wanted',
  });
}

/** Writes the rows of Parquet files of one shape, in their order. Arrow is the IPC file format, also known as Feather 2. */
export async function writeTable(
  engine: SqlEngine,
  { paths, out }: { readonly paths: readonly string[]; readonly out: string },
): Promise<void> {
  const format = formatOf(out);
  if (format === 'arrow') {
    const { writeArrow } = await import('./write-arrow.ts');
    await writeArrow(engine, { paths, out });
    return;
  }
  const options = format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd';
  await engine.run(`COPY (SELECT * FROM ${readParquet(paths)}) TO ${quoteText(out)} (${options})`);
}
