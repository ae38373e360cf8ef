/** A column that an answer must have: services rename theirs. */
import { closestName, GridcastError } from '../../../core/index.ts';

/** @throws COLLECT_FEED_COLUMN with the columns found */
export function requireColumn(feed: string, column: string, available: readonly string[]): void {
  if (available.includes(column)) return;
  const closest = closestName(column, available);
  throw new GridcastError('COLLECT_FEED_COLUMN', { feed, role: 'covariate', column, available, closest });
}
