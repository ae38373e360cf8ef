import { joined, matchesLike, noLikes } from './patterns.ts';
import { cellsRule } from './plans.ts';

/** The text of no present cell matches one of the SQL patterns. */
export const expectColumnValuesToNotMatchLikePatternList = cellsRule({
  type: 'expect_column_values_to_not_match_like_pattern_list',
  states: 'No value of the column matches one of the LIKE patterns.',
  kwargs: noLikes,
  holds: (cell, kwargs) => `NOT ${joined(matchesLike(cell, kwargs.like_pattern_list), 'any')}`,
  proof: {
    kwargs: { column: 'code', like_pattern_list: ['x%', '%oil%'] },
    fault: `UPDATE sample SET code = 'spoiled' WHERE id = 3`,
  },
});
