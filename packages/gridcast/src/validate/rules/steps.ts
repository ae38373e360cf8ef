/** Values beside the one before in the same series. */
import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import type { Relation } from '../relation.ts';
import type { RowsPlan } from '../rule.ts';
import { column, mostly } from './kwargs.ts';
import { cellsPlan } from './plans.ts';
import { getColumn, isPresent } from './sql.ts';

export const stepsKwargs = z.strictObject({ ...column, ...mostly, strictly: z.boolean().default(false) });

/**
 * Each present cell beside the present cell before it: in the same series where the relation has keys, else in the order of
 * rows. The first has none and holds.
 */
export function stepsPlan(
  relation: Relation,
  kwargs: z.output<typeof stepsKwargs>,
  comparison: '>' | '<',
): RowsPlan {
  const cell = getColumn(relation, kwargs.column);
  const name = quoteIdentifier(cell.name);
  const keys = relation.keys.map(quoteIdentifier);
  const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')} `;
  const rowId = relation.order.includes('rowid') ? ', rowid' : '';
  const before = `lag(${name}) OVER (${partition}ORDER BY ${relation.order.join(', ')})`;
  return cellsPlan(cell, {
    holds: `before_value IS NULL OR ${name} ${comparison}${kwargs.strictly ? '' : '='} before_value`,
    mostly: kwargs.mostly,
    from: `SELECT *${rowId}, ${before} AS before_value FROM ${relation.from} WHERE ${isPresent(cell)}`,
  });
}
