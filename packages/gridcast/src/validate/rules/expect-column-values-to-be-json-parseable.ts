import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { column, mostly } from './kwargs.ts';
import { cellsRule } from './plans.ts';

/** The text of every present cell is JSON. */
export const expectColumnValuesToBeJsonParseable = cellsRule({
  type: 'expect_column_values_to_be_json_parseable',
  states: 'Every value of the column is JSON.',
  kwargs: z.strictObject({ ...column, ...mostly }),
  holds: (cell) => `json_valid(${quoteIdentifier(cell.name)}::VARCHAR)`,
  proof: { kwargs: { column: 'facts' }, fault: `UPDATE sample SET facts = '{"a":' WHERE id = 3` },
});
