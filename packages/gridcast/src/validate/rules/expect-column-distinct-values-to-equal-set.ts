import { defineRule } from '../rule.ts';
import { distinctSetKwargs, distinctSetPlan } from './distinct-set.ts';

/** The distinct values of the column are just the set. */
export const expectColumnDistinctValuesToEqualSet = defineRule({
  type: 'expect_column_distinct_values_to_equal_set',
  isShared: true,
  states: 'The distinct values of the column are just the set.',
  kwargs: distinctSetKwargs,
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => distinctSetPlan(relation, kwargs, { others: true, absent: true }),
  proof: {
    sample: 'rows',
    kwargs: { column: 'area', value_set: ['DK1', 'DK2'] },
    fault: `UPDATE sample SET area = 'SE4' WHERE id = 3`,
  },
});
