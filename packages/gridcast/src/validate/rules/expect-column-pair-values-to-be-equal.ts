import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { columnPair, ignorePair, mostly } from './kwargs.ts';
import { pairPlan } from './pairs.ts';
import { isPresent } from './sql.ts';

/** In every row the two cells are equal. A row with one of the two missing fails. */
export const expectColumnPairValuesToBeEqual = defineRule({
  type: 'expect_column_pair_values_to_be_equal',
  isShared: true,
  states: 'In every row the two columns are equal.',
  kwargs: z.strictObject({ ...columnPair, ...ignorePair, ...mostly }),
  columns: (kwargs) => [kwargs.column_A, kwargs.column_B],
  plan: (kwargs, relation) =>
    pairPlan(
      relation,
      kwargs,
      (a, b) =>
        `${isPresent(a)} AND ${isPresent(b)} AND ${quoteIdentifier(a.name)} = ${quoteIdentifier(b.name)}`,
    ),
  proof: {
    sample: 'rows',
    kwargs: { column_A: 'value', column_B: 'twin' },
    fault: 'UPDATE sample SET twin = twin + 1 WHERE id = 3',
  },
});
