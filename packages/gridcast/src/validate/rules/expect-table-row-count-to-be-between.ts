import { defineRule } from '../rule.ts';
import { withBounds } from './kwargs.ts';
import { valuePlan } from './plans.ts';
import { isWithin, numberBound } from './sql.ts';

/** The number of rows lies between the bounds. */
export const expectTableRowCountToBeBetween = defineRule({
  type: 'expect_table_row_count_to_be_between',
  isShared: true,
  states: 'The number of rows lies between the bounds.',
  kwargs: withBounds({}),
  columns: () => [],
  plan: (kwargs) => valuePlan('count(*)::DOUBLE', isWithin('count(*)', kwargs, numberBound)),
  proof: {
    sample: 'rows',
    kwargs: { min_value: 20, max_value: 30 },
    fault: 'DELETE FROM sample WHERE id = 3',
  },
});
