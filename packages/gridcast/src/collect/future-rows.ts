/** Rows of hours that have not ended. */
import type { SqlEngine, Store } from '../store/index.ts';
import type { QuarantinedRows } from './input-record.ts';
import { createLineBreaks, withLinesSql } from './parse/line-numbers.ts';
import { putBadRows } from './put-parsed.ts';
import { createBadRowDetails } from './quarantine/bad-rows.ts';
import { openTable } from './table/open-table.ts';
import type { TableSpec } from './table/table-spec.ts';

/** The raw input that the rows are of. */
export interface FutureRowsOf {
  readonly rawKey: string;
  readonly file: string;
  readonly table: TableSpec;
}

/** Puts the future rows of `input_rows` into the lake with their text, which is read again from the raw input. */
export async function putFutureRows(
  engine: SqlEngine,
  store: Store,
  { rawKey, file, table: spec }: FutureRowsOf,
): Promise<readonly QuarantinedRows[]> {
  const table = await openTable(engine, { path: await store.lake.localPath(rawKey), file }, spec);
  await createLineBreaks(engine, table.input.lineBreaks);
  await engine.run(`CREATE OR REPLACE TABLE future_rows AS
    SELECT record, 'future_hour' AS reason FROM (${withLinesSql(`(SELECT record FROM (${table.input.rawText}))`)})
    WHERE line IN (SELECT line FROM input_rows WHERE is_future)`);
  await createBadRowDetails(engine, { table, spec, badRows: 'future_rows' });
  return putBadRows(store.lake, engine);
}
