import { defineRule } from '../rule.ts';
import { stepsKwargs, stepsPlan } from './steps.ts';

/** No value is above the one before it; `strictly`: every value is below it. Within each series where there are keys. */
export const expectColumnValuesToBeDecreasing = defineRule({
  type: 'expect_column_values_to_be_decreasing',
  isShared: true,
  states: 'The values of the column never rise.',
  kwargs: stepsKwargs,
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => stepsPlan(relation, kwargs, '<'),
  proof: {
    sample: 'rows',
    kwargs: { column: 'remaining', strictly: true },
    fault: 'UPDATE sample SET remaining = 99 WHERE id = 3',
  },
});
