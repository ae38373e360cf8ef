/** Copies a whole catalogue between a SQLite file and any other database with the same tables. */
import { sql, type Kysely } from 'kysely';
import type { Catalogue } from '../store.ts';
import { isPostgres } from './is-postgres.ts';

const PAGE_ROWS = 500;

/** A table as SQLite describes it. */
interface TableShape {
  readonly name: string;
  /** Columns of the primary key, in order. */
  readonly key: readonly string[];
  /** Whether `id` is numbered by the database. */
  readonly isNumbered: boolean;
}

/**
 * Makes the rows of `to` those of `from`, both of one version. Belongs in a transaction of `to`; `from` must stand still, as in a
 * transaction for reading. Memory stays small: rows go over by the page.
 *
 * @param file Whichever of the two is the SQLite file: it knows the tables.
 */
export async function copyRows(from: Catalogue, to: Catalogue, file: Catalogue): Promise<void> {
  const tables = await tablesOf(file);
  const [source, target] = [from, to] as unknown as [Kysely<AnySchema>, Kysely<AnySchema>];
  for (const { name } of [...tables].reverse()) await target.deleteFrom(name).execute();
  for (const table of tables) {
    await copyTable(source, target, table);
    if (table.isNumbered && isPostgres(to)) await resumeNumbers(to, table.name);
  }
}

type AnySchema = Record<string, Record<string, unknown>>;

async function copyTable(
  source: Kysely<AnySchema>,
  target: Kysely<AnySchema>,
  { name, key }: TableShape,
): Promise<void> {
  for (let offset = 0; ; offset += PAGE_ROWS) {
    let page = source.selectFrom(name).selectAll();
    for (const column of key) page = page.orderBy(column);
    const rows = await page.limit(PAGE_ROWS).offset(offset).execute();
    if (rows.length > 0) await target.insertInto(name).values(rows).execute();
    if (rows.length < PAGE_ROWS) return;
  }
}

/** The next row gets the number after the highest that was copied. */
async function resumeNumbers(to: Catalogue, table: string): Promise<void> {
  await sql`select setval(pg_get_serial_sequence(${`"${table}"`}, 'id'), coalesce(max(id), 1), max(id) is not null)
    from ${sql.table(table)}`.execute(to);
}

/** The tables in the order they were made: what is referred to comes before what refers to it. */
async function tablesOf(file: Catalogue): Promise<TableShape[]> {
  const { rows } = await sql<{ name: string; key: string | null; numbered: number }>`
    select t.name, group_concat(c.name, ',' order by c.pk) filter (where c.pk > 0) as key,
      max(c.name = 'id' and c.pk = 1 and lower(c.type) = 'integer') as numbered
    from sqlite_master t join pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'sqlite\_%' escape '\\'
    group by t.rowid, t.name order by t.rowid`.execute(file);
  return rows.map(({ name, key, numbered }) => ({
    name,
    key: key?.split(',') ?? [],
    isNumbered: numbered === 1,
  }));
}
