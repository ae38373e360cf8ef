import { quoteIdentifier } from '../../store/index.ts';
import { column, mostly, withBounds } from './kwargs.ts';
import { cellsRule } from './plans.ts';
import { isWithin, literalFor } from './sql.ts';

/** Every present cell lies between the bounds; `strict_min` and `strict_max` leave the bounds themselves out. */
export const expectColumnValuesToBeBetween = cellsRule({
  type: 'expect_column_values_to_be_between',
  states: 'Every value of the column lies between the bounds.',
  kwargs: withBounds({ ...column, ...mostly }),
  holds: (cell, kwargs) => isWithin(quoteIdentifier(cell.name), kwargs, (value) => literalFor(cell, value)),
  proof: {
    kwargs: { column: 'value', min_value: 0, max_value: 200 },
    fault: 'UPDATE sample SET value = 201 WHERE id = 3',
  },
});
