import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { column, mostly } from './kwargs.ts';
import { cellsRule } from './plans.ts';

/** The text of every present cell has so many characters. */
export const expectColumnValueLengthsToEqual = cellsRule({
  type: 'expect_column_value_lengths_to_equal',
  states: 'Every value of the column has the same given number of characters.',
  kwargs: z.strictObject({ ...column, ...mostly, value: z.int().min(0) }),
  holds: (cell, kwargs) => `length(${quoteIdentifier(cell.name)}::VARCHAR) = ${kwargs.value}`,
  proof: { kwargs: { column: 'code', value: 5 }, fault: `UPDATE sample SET code = 'A-1' WHERE id = 3` },
});
