import { z } from 'zod';
import { column, mostly, scalar } from './kwargs.ts';
import { cellsRule } from './plans.ts';
import { isIn } from './sql.ts';

/** Every present cell is one of the values. */
export const expectColumnValuesToBeInSet = cellsRule({
  type: 'expect_column_values_to_be_in_set',
  states: 'Every value of the column is one of those listed.',
  kwargs: z.strictObject({ ...column, ...mostly, value_set: z.array(scalar.nullable()) }),
  holds: (cell, kwargs) => isIn(cell, kwargs.value_set),
  proof: {
    kwargs: { column: 'area', value_set: ['DK1', 'DK2'] },
    fault: `UPDATE sample SET area = 'SE4' WHERE id = 3`,
  },
});
