import { defineRule } from '../rule.ts';
import { distinctSetKwargs, distinctSetPlan } from './distinct-set.ts';

/** Every distinct value of the column is in the set. */
export const expectColumnDistinctValuesToBeInSet = defineRule({
  type: 'expect_column_distinct_values_to_be_in_set',
  isShared: true,
  states: 'Every distinct value of the column is in the set.',
  kwargs: distinctSetKwargs,
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => distinctSetPlan(relation, kwargs, { others: true, absent: false }),
  proof: {
    sample: 'rows',
    kwargs: { column: 'area', value_set: ['DK1', 'DK2', 'DK'] },
    fault: `UPDATE sample SET area = 'SE4' WHERE id = 3`,
  },
});
