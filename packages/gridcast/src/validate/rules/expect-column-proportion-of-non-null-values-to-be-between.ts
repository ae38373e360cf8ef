import { aggregateBetween } from './plans.ts';
import { getColumn, numberBound } from './sql.ts';

/** Present cells ÷ rows lies between the bounds, 0 to 1. */
export const expectColumnProportionOfNonNullValuesToBeBetween = aggregateBetween({
  type: 'expect_column_proportion_of_non_null_values_to_be_between',
  states: 'The share of cells of the column that have a value lies between the bounds.',
  aggregate: (_, present) => `coalesce(count(*) FILTER (WHERE ${present})::DOUBLE / nullif(count(*), 0), 0)`,
  literal: numberBound,
  readColumn: getColumn,
  show: (expression) => `(${expression})::DOUBLE`,
  proof: {
    kwargs: { column: 'value', min_value: 0.95 },
    fault: 'UPDATE sample SET value = NULL WHERE id < 5',
  },
});
