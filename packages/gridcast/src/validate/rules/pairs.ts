/** Which rows a rule about a pair of columns speaks of. */
import type { z } from 'zod';
import type { Relation, RelationColumn } from '../relation.ts';
import type { RowsPlan } from '../rule.ts';
import type { ignorePair } from './kwargs.ts';
import { cellText, getColumn, isPresent } from './sql.ts';

export interface PairKwargs {
  readonly column_A: string;
  readonly column_B: string;
  readonly ignore_row_if: z.output<(typeof ignorePair)['ignore_row_if']>;
  readonly mostly: number;
}

/** A statement about the two cells of each row. */
export function pairPlan(
  relation: Relation,
  kwargs: PairKwargs,
  holds: (a: RelationColumn, b: RelationColumn) => string,
): RowsPlan {
  const [a, b] = [getColumn(relation, kwargs.column_A), getColumn(relation, kwargs.column_B)];
  const considered = {
    both_values_are_missing: `(${isPresent(a)} OR ${isPresent(b)})`,
    either_value_is_missing: `(${isPresent(a)} AND ${isPresent(b)})`,
    neither: 'true',
  }[kwargs.ignore_row_if];
  return {
    kind: 'rows',
    considered,
    holds: holds(a, b),
    found: cellText(a.name, b.name),
    mostly: kwargs.mostly,
  };
}
