/** The raw input as it came, for checks that speak of it. */
import { quoteIdentifier, type SqlEngine, type Store } from '../store/index.ts';
import type { ReadInput } from './read-input.ts';
import { openTable } from './table/open-table.ts';

/**
 * Creates a table of the raw input: every column under the file's own name, text as text (CSV has nothing else), rows in file
 * order.
 *
 * @throws the errors of `openTable`
 */
export async function loadRawTable(
  store: Store,
  engine: SqlEngine,
  { input, table }: { readonly input: ReadInput; readonly table: string },
): Promise<void> {
  const path = await store.lake.localPath(input.record.rawKey);
  const opened = await openTable(engine, { path, file: input.file }, input.source.table);
  const { columns } = opened.input;
  const named = columns.map(({ name }, i) => `x${i} AS ${quoteIdentifier(name)}`).join(', ');
  const rows = opened.input.select(columns.map((_, i) => i));
  await engine.run(
    `CREATE OR REPLACE TABLE ${quoteIdentifier(table)} AS SELECT ${named} FROM (${rows}) ORDER BY record`,
  );
}
