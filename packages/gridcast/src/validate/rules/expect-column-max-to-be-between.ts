import { quoteIdentifier } from '../../store/index.ts';
import { aggregateBetween } from './plans.ts';
import { getColumn, literalFor } from './sql.ts';

/** The largest present cell lies between the bounds; text and times have one too. */
export const expectColumnMaxToBeBetween = aggregateBetween({
  type: 'expect_column_max_to_be_between',
  states: 'The largest value of the column lies between the bounds.',
  aggregate: (cell, present) => `max(${quoteIdentifier(cell.name)}) FILTER (WHERE ${present})`,
  literal: (value, cell) => literalFor(cell, value),
  readColumn: getColumn,
  proof: {
    kwargs: { column: 'value', min_value: 90, max_value: 130 },
    fault: 'UPDATE sample SET value = 9000 WHERE id = 3',
  },
});
