/** Cells beside an aggregate of their whole column. */
import { quoteIdentifier } from '../../store/index.ts';
import type { Relation, RelationColumn } from '../relation.ts';
import { isPresent } from './sql.ts';

/** The rows, each with aggregates over the column's present cells, as columns under the given names. */
export function besideAggregates(
  relation: Relation,
  column: RelationColumn,
  aggregates: Readonly<Record<string, string>>,
): string {
  const values = Object.entries(aggregates).map(([name, sql]) => `${sql} AS ${quoteIdentifier(name)}`);
  const rowId = relation.order.includes('rowid') ? ', t.rowid' : '';
  return `SELECT t.*${rowId}, a.* FROM ${relation.from} t,
    (SELECT ${values.join(', ')} FROM ${relation.from} WHERE ${isPresent(column)}) a`;
}
