import { z } from 'zod';
import { column, mostly, scalar } from './kwargs.ts';
import { cellsRule } from './plans.ts';
import { isIn } from './sql.ts';

/** No present cell is one of the values. */
export const expectColumnValuesToNotBeInSet = cellsRule({
  type: 'expect_column_values_to_not_be_in_set',
  states: 'No value of the column is one of those listed.',
  kwargs: z.strictObject({ ...column, ...mostly, value_set: z.array(scalar.nullable()) }),
  holds: (cell, kwargs) => `NOT (${isIn(cell, kwargs.value_set)})`,
  proof: {
    kwargs: { column: 'area', value_set: ['unknown', 'n/a'] },
    fault: `UPDATE sample SET area = 'n/a' WHERE id = 3`,
  },
});
