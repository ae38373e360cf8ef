import { defineRule } from '../rule.ts';
import { stepsKwargs, stepsPlan } from './steps.ts';

/** No value is below the one before it; `strictly`: every value is above it. Within each series where there are keys. */
export const expectColumnValuesToBeIncreasing = defineRule({
  type: 'expect_column_values_to_be_increasing',
  isShared: true,
  states: 'The values of the column never fall.',
  kwargs: stepsKwargs,
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => stepsPlan(relation, kwargs, '>'),
  proof: { sample: 'rows', kwargs: { column: 'id' }, fault: 'UPDATE sample SET id = 1 WHERE id = 3' },
});
