import { joined, matchesLike, someLikes } from './patterns.ts';
import { cellsRule } from './plans.ts';

/** The text of every present cell matches any of the SQL patterns, or all with `match_on: all`. */
export const expectColumnValuesToMatchLikePatternList = cellsRule({
  type: 'expect_column_values_to_match_like_pattern_list',
  states: 'Every value of the column matches any (or all) of the LIKE patterns.',
  kwargs: someLikes,
  holds: (cell, kwargs) => joined(matchesLike(cell, kwargs.like_pattern_list), kwargs.match_on),
  proof: {
    kwargs: { column: 'code', like_pattern_list: ['A-%', 'B-%'] },
    fault: `UPDATE sample SET code = 'spoiled' WHERE id = 3`,
  },
});
