import { distinctCount } from './distinct.ts';
import { aggregateBetween } from './plans.ts';
import { getColumn, numberBound } from './sql.ts';

/** The number of distinct present values lies between the bounds. */
export const expectColumnUniqueValueCountToBeBetween = aggregateBetween({
  type: 'expect_column_unique_value_count_to_be_between',
  states: 'The number of distinct values of the column lies between the bounds.',
  aggregate: distinctCount,
  literal: numberBound,
  readColumn: getColumn,
  show: (expression) => `(${expression})::DOUBLE`,
  proof: {
    kwargs: { column: 'area', min_value: 2, max_value: 2 },
    fault: `UPDATE sample SET area = 'SE4' WHERE id = 3`,
  },
});
