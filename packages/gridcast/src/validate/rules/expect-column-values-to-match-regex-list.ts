import { joined, matchesRegex, someRegexes } from './patterns.ts';
import { cellsRule } from './plans.ts';

/** The text of every present cell matches any of the regular expressions, or all with `match_on: all`. */
export const expectColumnValuesToMatchRegexList = cellsRule({
  type: 'expect_column_values_to_match_regex_list',
  states: 'Every value of the column matches any (or all) of the regular expressions.',
  kwargs: someRegexes,
  holds: (cell, kwargs) => joined(matchesRegex(cell, kwargs.regex_list), kwargs.match_on),
  proof: {
    kwargs: { column: 'code', regex_list: ['^A-', '^B-'] },
    fault: `UPDATE sample SET code = 'spoiled' WHERE id = 3`,
  },
});
