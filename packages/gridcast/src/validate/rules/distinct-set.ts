/** The distinct values of a column against a set. */
import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import type { Relation } from '../relation.ts';
import type { PlacesPlan } from '../rule.ts';
import { column, scalar } from './kwargs.ts';
import { getColumn, isIn, isPresent, literalFor, type Scalar } from './sql.ts';

export const distinctSetKwargs = z.strictObject({ ...column, value_set: z.array(scalar).min(1) });

interface DistinctSet {
  readonly column: string;
  readonly value_set: readonly Scalar[];
}

/** Values that occur and are not in the set, set members that do not occur, or both. */
export function distinctSetPlan(
  relation: Relation,
  kwargs: DistinctSet,
  wrong: { readonly others: boolean; readonly absent: boolean },
): PlacesPlan {
  const cell = getColumn(relation, kwargs.column);
  const name = quoteIdentifier(cell.name);
  const distinct = `SELECT DISTINCT ${name} FROM ${relation.from} WHERE ${isPresent(cell)}`;
  const others = `SELECT NULL::INTEGER AS hour, ${name}::VARCHAR || ' is not in the set' AS found
    FROM (${distinct}) WHERE NOT (${isIn(cell, kwargs.value_set)})`;
  const members = kwargs.value_set.map((value) => `(${memberLiteral(() => literalFor(cell, value), value)})`);
  const absent = `SELECT NULL::INTEGER AS hour, member::VARCHAR || ' does not occur' AS found
    FROM (VALUES ${members.join(', ')}) m(member) WHERE member NOT IN (${distinct})`;
  return {
    kind: 'places',
    query: [...(wrong.others ? [others] : []), ...(wrong.absent ? [absent] : [])].join(' UNION ALL '),
  };
}

function memberLiteral(literal: () => string, value: Scalar): string {
  try {
    return literal();
  } catch {
    throw new Error(`the set's ${JSON.stringify(value)} cannot occur in this column`);
  }
}
