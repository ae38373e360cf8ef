import { joined, matchesRegex, oneRegex } from './patterns.ts';
import { cellsRule } from './plans.ts';

/** The text of no present cell holds a match of the regular expression. */
export const expectColumnValuesToNotMatchRegex = cellsRule({
  type: 'expect_column_values_to_not_match_regex',
  states: 'No value of the column matches the regular expression.',
  kwargs: oneRegex,
  holds: (cell, kwargs) => `NOT ${joined(matchesRegex(cell, [kwargs.regex]), 'any')}`,
  proof: {
    kwargs: { column: 'code', regex: 'spoil' },
    fault: `UPDATE sample SET code = 'spoiled' WHERE id = 3`,
  },
});
