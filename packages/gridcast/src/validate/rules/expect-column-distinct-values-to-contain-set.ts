import { defineRule } from '../rule.ts';
import { distinctSetKwargs, distinctSetPlan } from './distinct-set.ts';

/** Every member of the set occurs in the column. */
export const expectColumnDistinctValuesToContainSet = defineRule({
  type: 'expect_column_distinct_values_to_contain_set',
  isShared: true,
  states: 'Every member of the set occurs in the column.',
  kwargs: distinctSetKwargs,
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => distinctSetPlan(relation, kwargs, { others: false, absent: true }),
  proof: {
    sample: 'rows',
    kwargs: { column: 'area', value_set: ['DK1'] },
    fault: `UPDATE sample SET area = 'DK2'`,
  },
});
