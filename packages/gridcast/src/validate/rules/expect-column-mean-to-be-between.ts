import { quoteIdentifier } from '../../store/index.ts';
import { aggregateBetween } from './plans.ts';
import { numberBound } from './sql.ts';

/** The mean of the present cells lies between the bounds. */
export const expectColumnMeanToBeBetween = aggregateBetween({
  type: 'expect_column_mean_to_be_between',
  states: 'The mean of the column lies between the bounds.',
  aggregate: (cell, present) => `avg(${quoteIdentifier(cell.name)}) FILTER (WHERE ${present})`,
  literal: numberBound,
  proof: {
    kwargs: { column: 'value', min_value: 50, max_value: 150 },
    fault: 'UPDATE sample SET value = 1e6 WHERE id = 3',
  },
});
