import { joined, matchesLike, oneLike } from './patterns.ts';
import { cellsRule } from './plans.ts';

/** The text of every present cell matches the SQL pattern (`%` any text, `_` one character). */
export const expectColumnValuesToMatchLikePattern = cellsRule({
  type: 'expect_column_values_to_match_like_pattern',
  states: 'Every value of the column matches the LIKE pattern.',
  kwargs: oneLike,
  holds: (cell, kwargs) => joined(matchesLike(cell, [kwargs.like_pattern]), 'any'),
  proof: {
    kwargs: { column: 'code', like_pattern: 'A-___' },
    fault: `UPDATE sample SET code = 'spoiled' WHERE id = 3`,
  },
});
