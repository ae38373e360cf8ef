/** Pages of a long list. */

/** Which part of a list is wanted. */
export interface PageOptions {
  /** At most so many items; default 50, at most 1,000. */
  readonly limit?: number;
  /** Items to skip; default 0. */
  readonly offset?: number;
}

/** One page of a list, and how long the whole list is. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

/** The limit and offset that a page is read with. */
export function pageBounds(options: PageOptions): { readonly limit: number; readonly offset: number } {
  return {
    limit: Math.min(Math.max(Math.trunc(options.limit ?? 50), 1), 1000),
    offset: Math.max(Math.trunc(options.offset ?? 0), 0),
  };
}
