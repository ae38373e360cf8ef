import { distinctCount } from './distinct.ts';
import { aggregateBetween } from './plans.ts';
import { getColumn, numberBound } from './sql.ts';

/** Distinct values ÷ present cells lies between the bounds, 0 to 1; 0 where no cell is present. */
export const expectColumnProportionOfUniqueValuesToBeBetween = aggregateBetween({
  type: 'expect_column_proportion_of_unique_values_to_be_between',
  states: 'The share of distinct values in the column lies between the bounds.',
  aggregate: (cell, present) =>
    `coalesce((${distinctCount(cell, present)})::DOUBLE / nullif(count(*) FILTER (WHERE ${present}), 0), 0)`,
  literal: numberBound,
  readColumn: getColumn,
  show: (expression) => `(${expression})::DOUBLE`,
  proof: { kwargs: { column: 'code', min_value: 1 }, fault: `UPDATE sample SET code = 'A-004' WHERE id = 3` },
});
