import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { column } from './kwargs.ts';

/** There is a column of that name, at that place (from 0) where `column_index` is given. */
export const expectColumnToExist = defineRule({
  type: 'expect_column_to_exist',
  isShared: true,
  states: 'The column is there.',
  kwargs: z.strictObject({ ...column, column_index: z.int().min(0).nullish() }),
  columns: () => [],
  plan: (kwargs) => ({
    kind: 'columns',
    judge: ({ columns }) => {
      const place = columns.findIndex(({ name }) => name === kwargs.column);
      const success = place >= 0 && (kwargs.column_index ?? place) === place;
      const found =
        place < 0 ? `there is no column ${kwargs.column}` : `${kwargs.column} is at place ${place}`;
      return { success, found: success ? [] : [found] };
    },
  }),
  proof: { sample: 'rows', kwargs: { column: 'value' }, fault: 'ALTER TABLE sample RENAME value TO kwh' },
});
