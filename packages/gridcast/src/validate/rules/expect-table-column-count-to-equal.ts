import { z } from 'zod';
import { defineRule } from '../rule.ts';

/** There are so many columns. */
export const expectTableColumnCountToEqual = defineRule({
  type: 'expect_table_column_count_to_equal',
  isShared: true,
  states: 'There are as many columns as given.',
  kwargs: z.strictObject({ value: z.int().min(0) }),
  columns: () => [],
  plan: (kwargs) => ({
    kind: 'columns',
    judge: ({ columns: { length } }) => ({
      success: length === kwargs.value,
      observed: length,
      found: length === kwargs.value ? [] : [`${length} columns where ${kwargs.value} belong`],
    }),
  }),
  proof: { sample: 'rows', kwargs: { value: 13 }, fault: 'ALTER TABLE sample ADD COLUMN extra INTEGER' },
});
