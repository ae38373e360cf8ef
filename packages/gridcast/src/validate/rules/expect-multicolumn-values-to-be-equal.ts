import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { columnList, ignoreRecord, mostly } from './kwargs.ts';
import { cellValue, recordPlan } from './records.ts';

/** The cells of every row are all equal; missing equals missing and nothing else. */
export const expectMulticolumnValuesToBeEqual = defineRule({
  type: 'expect_multicolumn_values_to_be_equal',
  isShared: true,
  states: 'The values of every row are all equal.',
  kwargs: z.strictObject({ ...columnList, ...ignoreRecord, ...mostly }),
  columns: (kwargs) => kwargs.column_list,
  plan: (kwargs, relation) =>
    recordPlan(relation, kwargs, (cells) => {
      const values = cells.map(cellValue);
      return values.map((value) => `${value} IS NOT DISTINCT FROM ${values[0]}`).join(' AND ');
    }),
  proof: {
    sample: 'rows',
    kwargs: { column_list: ['value', 'twin'] },
    fault: 'UPDATE sample SET twin = twin + 1 WHERE id = 3',
  },
});
