import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { columnPair, ignorePair, mostly } from './kwargs.ts';
import { pairPlan } from './pairs.ts';
import { isPresent } from './sql.ts';

/** In every row the cell of A is above that of B (`or_equal`: not below). A row with one of the two missing fails. */
export const expectColumnPairValuesAToBeGreaterThanB = defineRule({
  type: 'expect_column_pair_values_a_to_be_greater_than_b',
  isShared: true,
  states: 'In every row the one column is above the other.',
  kwargs: z.strictObject({
    ...columnPair,
    ...ignorePair,
    ...mostly,
    or_equal: z
      .boolean()
      .nullish()
      .transform((value) => value ?? false),
  }),
  columns: (kwargs) => [kwargs.column_A, kwargs.column_B],
  plan: (kwargs, relation) =>
    pairPlan(relation, kwargs, (a, b) => {
      const above = kwargs.or_equal ? '>=' : '>';
      return `${isPresent(a)} AND ${isPresent(b)} AND ${quoteIdentifier(a.name)} ${above} ${quoteIdentifier(b.name)}`;
    }),
  proof: {
    sample: 'rows',
    kwargs: { column_A: 'high', column_B: 'low' },
    fault: 'UPDATE sample SET high = low - 1 WHERE id = 3',
  },
});
