/** Counts of distinct values. */
import { quoteIdentifier } from '../../store/index.ts';
import type { RelationColumn } from '../relation.ts';

/** SQL: how many distinct values the present cells have. */
export function distinctCount(column: RelationColumn, present: string): string {
  return `count(DISTINCT ${quoteIdentifier(column.name)}) FILTER (WHERE ${present})`;
}
