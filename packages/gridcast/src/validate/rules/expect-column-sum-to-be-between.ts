import { quoteIdentifier } from '../../store/index.ts';
import { aggregateBetween } from './plans.ts';
import { numberBound } from './sql.ts';

/** The sum of the present cells lies between the bounds; a sum of none is no value and fails. */
export const expectColumnSumToBeBetween = aggregateBetween({
  type: 'expect_column_sum_to_be_between',
  states: 'The sum of the column lies between the bounds.',
  aggregate: (cell, present) => `sum(${quoteIdentifier(cell.name)}) FILTER (WHERE ${present})`,
  literal: numberBound,
  proof: {
    kwargs: { column: 'value', min_value: 500, max_value: 5000 },
    fault: 'UPDATE sample SET value = 1e6 WHERE id = 3',
  },
});
