import { z } from 'zod';
import { defineRule } from '../rule.ts';

/** The columns are these, in any order; with `exact_match: false` there may be more. */
export const expectTableColumnsToMatchSet = defineRule({
  type: 'expect_table_columns_to_match_set',
  isShared: true,
  states: 'The columns are those listed, in any order.',
  kwargs: z.strictObject({
    column_set: z.array(z.string()),
    exact_match: z
      .boolean()
      .nullish()
      .transform((value) => value ?? true),
  }),
  columns: () => [],
  plan: (kwargs) => ({
    kind: 'columns',
    judge: ({ columns }) => {
      const names = columns.map(({ name }) => name);
      const missing = kwargs.column_set.filter((name) => !names.includes(name));
      const more = kwargs.exact_match ? names.filter((name) => !kwargs.column_set.includes(name)) : [];
      return {
        success: missing.length + more.length === 0,
        observed: names.toSorted(),
        found: [
          ...missing.map((name) => `${name} is missing`),
          ...more.map((name) => `${name} is not listed`),
        ],
      };
    },
  }),
  proof: {
    sample: 'rows',
    kwargs: { column_set: ['id', 'area', 'value'], exact_match: false },
    fault: 'ALTER TABLE sample RENAME value TO kwh',
  },
});
