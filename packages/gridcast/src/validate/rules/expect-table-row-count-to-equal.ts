import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { valuePlan } from './plans.ts';

/** There are so many rows. */
export const expectTableRowCountToEqual = defineRule({
  type: 'expect_table_row_count_to_equal',
  isShared: true,
  states: 'There are as many rows as given.',
  kwargs: z.strictObject({ value: z.int().min(0) }),
  columns: () => [],
  plan: (kwargs) => valuePlan('count(*)::DOUBLE', `count(*) = ${kwargs.value}`),
  proof: { sample: 'rows', kwargs: { value: 20 }, fault: 'DELETE FROM sample WHERE id = 3' },
});
