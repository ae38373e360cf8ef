import { joined, matchesLike, oneLike } from './patterns.ts';
import { cellsRule } from './plans.ts';

/** The text of no present cell matches the SQL pattern. */
export const expectColumnValuesToNotMatchLikePattern = cellsRule({
  type: 'expect_column_values_to_not_match_like_pattern',
  states: 'No value of the column matches the LIKE pattern.',
  kwargs: oneLike,
  holds: (cell, kwargs) => `NOT ${joined(matchesLike(cell, [kwargs.like_pattern]), 'any')}`,
  proof: {
    kwargs: { column: 'code', like_pattern: 'sp%' },
    fault: `UPDATE sample SET code = 'spoiled' WHERE id = 3`,
  },
});
