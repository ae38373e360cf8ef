import { z } from 'zod';
import type { RelationColumn } from '../relation.ts';
import { defineRule } from '../rule.ts';
import { columnPair, ignorePair, mostly, scalar } from './kwargs.ts';
import { pairPlan } from './pairs.ts';
import { isIn, isPresent, type Scalar } from './sql.ts';

const member = scalar.nullable();

/** The two cells of every row are one of the pairs; null in a pair stands for a missing cell. */
export const expectColumnPairValuesToBeInSet = defineRule({
  type: 'expect_column_pair_values_to_be_in_set',
  isShared: true,
  states: 'The two values of every row are one of the pairs listed.',
  kwargs: z.strictObject({
    ...columnPair,
    ...ignorePair,
    ...mostly,
    value_pairs_set: z.array(z.tuple([member, member])).min(1),
  }),
  columns: (kwargs) => [kwargs.column_A, kwargs.column_B],
  plan: (kwargs, relation) =>
    pairPlan(relation, kwargs, (a, b) =>
      kwargs.value_pairs_set
        .map(([first, second]) => `(${isThat(a, first)} AND ${isThat(b, second)})`)
        .join(' OR '),
    ),
  proof: {
    sample: 'rows',
    kwargs: {
      column_A: 'area',
      column_B: 'zone',
      value_pairs_set: [
        ['DK1', 'west'],
        ['DK2', 'east'],
      ],
    },
    fault: `UPDATE sample SET zone = 'east' WHERE area = 'DK1'`,
  },
});

function isThat(cell: RelationColumn, value: Scalar | null): string {
  return value === null ? `NOT ${isPresent(cell)}` : `coalesce(${isIn(cell, [value])}, false)`;
}
