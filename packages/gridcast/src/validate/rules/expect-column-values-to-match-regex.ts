import { joined, matchesRegex, oneRegex } from './patterns.ts';
import { cellsRule } from './plans.ts';

/** The text of every present cell holds a match of the regular expression. */
export const expectColumnValuesToMatchRegex = cellsRule({
  type: 'expect_column_values_to_match_regex',
  states: 'Every value of the column matches the regular expression.',
  kwargs: oneRegex,
  holds: (cell, kwargs) => joined(matchesRegex(cell, [kwargs.regex]), 'any'),
  proof: {
    kwargs: { column: 'code', regex: '^A-[0-9]{3}$' },
    fault: `UPDATE sample SET code = 'spoiled' WHERE id = 3`,
  },
});
