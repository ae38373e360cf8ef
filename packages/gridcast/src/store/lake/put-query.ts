/** Takes the result of a query into the lake as one Parquet file. */
import { rm } from 'node:fs/promises';
import { GridcastError } from '../../core/index.ts';
import { isDiskFull } from '../file-errors.ts';
import type { SqlEngine } from '../sql/engine.ts';
import { quoteText } from '../sql/quote.ts';
import type { Lake, LakeKind, LakeObject } from './lake.ts';

export interface PutQueryOptions {
  readonly kind: LakeKind;
  /** A SELECT with an ORDER BY that leaves no two rows in doubt: then equal rows give equal bytes. */
  readonly query: string;
  /** Texts for the file's key-value metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes the rows of a query to the lake, zstd-compressed. The bytes depend on the rows and the version of DuckDB alone,
 * not on threads, paths or the clock.
 *
 * @throws STORE_DISK_FULL, STORE_QUERY_FAILED
 */
export async function putQuery(
  lake: Lake,
  engine: SqlEngine,
  options: PutQueryOptions,
): Promise<LakeObject & { readonly rows: number }> {
  const path = lake.scratchPath('parquet');
  const metadata = Object.entries(options.metadata ?? {}).map(
    ([name, text]) => `${quoteText(name)}: ${quoteText(text)}`,
  );
  const settings = [
    'FORMAT parquet',
    'COMPRESSION zstd',
    // pieces for two threads, and no dictionary of columns that hardly repeat a value: 0.26 instead of 0.46 s for 180,000 rows
    'ROW_GROUP_SIZE 61440',
    'DICTIONARY_SIZE_LIMIT 1000',
    ...(metadata.length === 0 ? [] : [`KV_METADATA {${metadata.join(', ')}}`]),
  ];
  try {
    const written = await engine.rows<{ Count: bigint }>(
      `COPY (${options.query}) TO ${quoteText(path)} (${settings.join(', ')})`,
    );
    const object = await lake.putFile(options.kind, 'parquet', path);
    return { ...object, rows: Number(written[0]?.Count ?? 0) };
  } catch (thrown) {
    await rm(path, { force: true });
    if (thrown instanceof GridcastError && thrown.code === 'STORE_QUERY_FAILED' && isDiskFull(thrown)) {
      throw new GridcastError(
        'STORE_DISK_FULL',
        { path, doing: `writing ${options.kind}` },
        { cause: thrown },
      );
    }
    throw thrown;
  }
}
