import { quoteIdentifier } from '../../store/index.ts';
import { column, mostly, withBounds } from './kwargs.ts';
import { cellsRule } from './plans.ts';
import { isWithin, numberBound } from './sql.ts';

/** The number of characters of every present cell lies between the bounds. */
export const expectColumnValueLengthsToBeBetween = cellsRule({
  type: 'expect_column_value_lengths_to_be_between',
  states: 'The number of characters of every value of the column lies between the bounds.',
  kwargs: withBounds({ ...column, ...mostly }),
  holds: (cell, kwargs) => isWithin(`length(${quoteIdentifier(cell.name)}::VARCHAR)`, kwargs, numberBound),
  proof: {
    kwargs: { column: 'code', min_value: 4, max_value: 6 },
    fault: `UPDATE sample SET code = 'A-0000003' WHERE id = 3`,
  },
});
