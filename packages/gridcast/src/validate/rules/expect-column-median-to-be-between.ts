import { quoteIdentifier } from '../../store/index.ts';
import { aggregateBetween } from './plans.ts';
import { numberBound } from './sql.ts';

/** The median of the present cells lies between the bounds; of an even number it is the mean of the middle two. */
export const expectColumnMedianToBeBetween = aggregateBetween({
  type: 'expect_column_median_to_be_between',
  states: 'The median of the column lies between the bounds.',
  aggregate: (cell, present) => `median(${quoteIdentifier(cell.name)}) FILTER (WHERE ${present})`,
  literal: numberBound,
  proof: {
    kwargs: { column: 'value', min_value: 50, max_value: 150 },
    fault: 'UPDATE sample SET value = value + 1000',
  },
});
