import { joined, matchesRegex, noRegexes } from './patterns.ts';
import { cellsRule } from './plans.ts';

/** The text of no present cell matches one of the regular expressions. */
export const expectColumnValuesToNotMatchRegexList = cellsRule({
  type: 'expect_column_values_to_not_match_regex_list',
  states: 'No value of the column matches one of the regular expressions.',
  kwargs: noRegexes,
  holds: (cell, kwargs) => `NOT ${joined(matchesRegex(cell, kwargs.regex_list), 'any')}`,
  proof: {
    kwargs: { column: 'code', regex_list: ['^x', 'oil'] },
    fault: `UPDATE sample SET code = 'spoiled' WHERE id = 3`,
  },
});
