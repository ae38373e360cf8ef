import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { columnList, ignoreRecord, mostly } from './kwargs.ts';
import { cellValue, recordPlan } from './records.ts';

/** No two cells of a row are equal; two missing cells are. */
export const expectSelectColumnValuesToBeUniqueWithinRecord = defineRule({
  type: 'expect_select_column_values_to_be_unique_within_record',
  isShared: true,
  states: 'No two values of a row are equal.',
  kwargs: z.strictObject({ ...columnList, ...ignoreRecord, ...mostly }),
  columns: (kwargs) => kwargs.column_list,
  plan: (kwargs, relation) =>
    recordPlan(relation, kwargs, (cells) => {
      const values = cells.map(cellValue);
      const pairs = values.flatMap((a, i) => values.slice(i + 1).map((b) => `${a} IS DISTINCT FROM ${b}`));
      return pairs.length === 0 ? 'true' : pairs.join(' AND ');
    }),
  proof: {
    sample: 'rows',
    kwargs: { column_list: ['value', 'low', 'high'] },
    fault: 'UPDATE sample SET low = value WHERE id = 3',
  },
});
