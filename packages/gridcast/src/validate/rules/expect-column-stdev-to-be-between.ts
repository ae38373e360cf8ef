import { quoteIdentifier } from '../../store/index.ts';
import { aggregateBetween } from './plans.ts';
import { numberBound } from './sql.ts';

/** The sample standard deviation (n - 1) of the present cells lies between the bounds. */
export const expectColumnStdevToBeBetween = aggregateBetween({
  type: 'expect_column_stdev_to_be_between',
  states: 'The standard deviation of the column lies between the bounds.',
  aggregate: (cell, present) => `stddev_samp(${quoteIdentifier(cell.name)}) FILTER (WHERE ${present})`,
  literal: numberBound,
  proof: {
    kwargs: { column: 'value', min_value: 1, max_value: 50 },
    fault: 'UPDATE sample SET value = 1e6 WHERE id = 3',
  },
});
