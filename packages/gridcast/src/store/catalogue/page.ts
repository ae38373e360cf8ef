/** Pages of a long list. */
import type { SelectQueryBuilder } from 'kysely';
import type { CatalogueSchema } from './schema.ts';

/** Which part of a list is wanted. */
export interface PageOptions {
  /** At most so many items; default 50, at most 1,000. */
  readonly limit?: number | undefined;
  /** Items to skip; default 0. */
  readonly offset?: number | undefined;
}

/** One page of a list, and how long the whole list is. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** Reads one page of an ordered query. */
export async function readPage<Table extends keyof CatalogueSchema, Row>(
  query: SelectQueryBuilder<CatalogueSchema, Table, Row>,
  options: PageOptions,
): Promise<Page<Row>> {
  const limit = Math.min(Math.max(Math.trunc(options.limit ?? 50), 1), 1000);
  const offset = Math.max(Math.trunc(options.offset ?? 0), 0);
  const counted = await query
    .clearSelect()
    .clearOrderBy()
    .select((e) => e.fn.countAll<number>().as('total'))
    .executeTakeFirst();
  const items = await query.limit(limit).offset(offset).execute();
  return { items, total: counted?.total ?? 0, limit, offset };
}
