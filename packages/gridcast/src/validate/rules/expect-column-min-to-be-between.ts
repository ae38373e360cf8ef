import { quoteIdentifier } from '../../store/index.ts';
import { aggregateBetween } from './plans.ts';
import { getColumn, literalFor } from './sql.ts';

/** The smallest present cell lies between the bounds; text and times have one too. */
export const expectColumnMinToBeBetween = aggregateBetween({
  type: 'expect_column_min_to_be_between',
  states: 'The smallest value of the column lies between the bounds.',
  aggregate: (cell, present) => `min(${quoteIdentifier(cell.name)}) FILTER (WHERE ${present})`,
  literal: (value, cell) => literalFor(cell, value),
  readColumn: getColumn,
  proof: {
    kwargs: { column: 'value', min_value: 90, max_value: 110 },
    fault: 'UPDATE sample SET value = -5 WHERE id = 3',
  },
});
