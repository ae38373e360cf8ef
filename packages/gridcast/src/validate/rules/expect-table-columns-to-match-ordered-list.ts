import { z } from 'zod';
import { defineRule } from '../rule.ts';

/** The columns are these, in this order. */
export const expectTableColumnsToMatchOrderedList = defineRule({
  type: 'expect_table_columns_to_match_ordered_list',
  isShared: true,
  states: 'The columns are those listed, in that order.',
  kwargs: z.strictObject({ column_list: z.array(z.string()) }),
  columns: () => [],
  plan: (kwargs) => ({
    kind: 'columns',
    judge: ({ columns }) => {
      const places = Array.from({ length: Math.max(columns.length, kwargs.column_list.length) }, (_, i) => i);
      const found = places.flatMap((i) => {
        const [there, belongs] = [columns[i]?.name ?? 'nothing', kwargs.column_list[i] ?? 'nothing'];
        return there === belongs ? [] : [`${there} where ${belongs} belongs`];
      });
      return { success: found.length === 0, observed: columns.map(({ name }) => name), found };
    },
  }),
  proof: {
    sample: 'rows',
    kwargs: {
      column_list: [
        'id',
        'remaining',
        'area',
        'zone',
        'code',
        'day',
        'facts',
        'at',
        'value',
        'twin',
        'low',
        'high',
        'note',
      ],
    },
    fault: 'ALTER TABLE sample RENAME value TO kwh',
  },
});
