import { z } from 'zod';
import { quoteIdentifier, quoteText } from '../../store/index.ts';
import { column, mostly } from './kwargs.ts';
import { cellsRule } from './plans.ts';
import { isText } from './sql.ts';

/** The text of every present cell is a time in the given format, such as `%Y-%m-%d`. */
export const expectColumnValuesToMatchStrftimeFormat = cellsRule({
  type: 'expect_column_values_to_match_strftime_format',
  states: 'Every value of the column is a time written in the given format.',
  kwargs: z.strictObject({ ...column, ...mostly, strftime_format: z.string().min(1) }),
  holds: (cell, kwargs) => {
    if (!isText(cell)) throw new Error(`column ${cell.name} is ${cell.type}, but text is wanted`);
    return `try_strptime(${quoteIdentifier(cell.name)}, ${quoteText(kwargs.strftime_format)}) IS NOT NULL`;
  },
  proof: {
    kwargs: { column: 'day', strftime_format: '%Y-%m-%d' },
    fault: `UPDATE sample SET day = '2021-02-30' WHERE id = 3`,
  },
});
