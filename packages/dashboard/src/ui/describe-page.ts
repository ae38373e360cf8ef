import type { Page } from '../api/schema.ts';

/** What a table shows of a list: all in some order, or the newest of many. */
export function describePage(page: Page & { readonly items: readonly unknown[] }, whole: string): string {
  if (page.total <= page.items.length) return whole;
  return `The newest ${page.items.length} of ${page.total.toLocaleString('en')}`;
}
