import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { column, mostly } from './kwargs.ts';
import { cellText, getColumn, isPresent } from './sql.ts';

/** No cell of the column has a value; NaN counts as missing. Speaks of all rows. */
export const expectColumnValuesToBeNull = defineRule({
  type: 'expect_column_values_to_be_null',
  isShared: true,
  states: 'No cell of the column has a value.',
  kwargs: z.strictObject({ ...column, ...mostly }),
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => ({
    kind: 'rows',
    considered: 'true',
    holds: `NOT ${isPresent(getColumn(relation, kwargs.column))}`,
    found: cellText(kwargs.column),
    mostly: kwargs.mostly,
  }),
  proof: {
    sample: 'rows',
    kwargs: { column: 'note' },
    fault: `UPDATE sample SET note = 'seen' WHERE id = 3`,
  },
});
