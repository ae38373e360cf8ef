/** Does a feed still have the columns that we read, with numbers in the one that we forecast? */
import { open } from 'node:fs/promises';
import { closestName, GridcastError } from '../../core/index.ts';
import type { TableSpec } from '../table/table-spec.ts';

/** @throws COLLECT_FEED_COLUMN naming the first column that is gone, and what is there instead */
export function checkColumns(feed: string, spec: TableSpec, available: readonly string[]): void {
  if (available.length === 0) return;
  const wanted: readonly (readonly [role: string, column: string])[] = [
    ['time', spec.time],
    ...spec.keys.map((column) => ['key', column] as const),
    ['value', spec.value],
  ];
  for (const [role, column] of wanted) {
    if (available.includes(column)) continue;
    const others = available.filter((name) => !wanted.some(([, known]) => known === name));
    throw new GridcastError('COLLECT_FEED_COLUMN', {
      feed,
      role,
      column,
      available,
      closest: closestName(column, others),
    });
  }
}

const SAMPLE_BYTES = 1 << 18;

/**
 * Looks at the first records of a response.
 *
 * @throws COLLECT_FEED_COLUMN, and COLLECT_FEED_TYPE where no value is a number
 */
export async function checkRecords(feed: string, spec: TableSpec, linesPath: string): Promise<void> {
  const records = await firstRecords(linesPath);
  checkColumns(feed, spec, [...new Set(records.flatMap((record) => Object.keys(record)))]);
  const values = records.map((record) => record[spec.value]).filter((value) => value !== null);
  const wrong = values.find((value) => typeof value !== 'number');
  if (wrong === undefined || values.some((value) => typeof value === 'number')) return;
  const found = typeof wrong === 'string' ? 'text' : typeof wrong;
  throw new GridcastError('COLLECT_FEED_TYPE', {
    feed,
    column: spec.value,
    found,
    example: JSON.stringify(wrong).slice(0, 60),
  });
}

async function firstRecords(linesPath: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const file = await open(linesPath, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  } finally {
    await file.close();
  }
}
