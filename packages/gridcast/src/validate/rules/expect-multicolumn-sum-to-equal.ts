import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { columnList, ignoreRecord, mostly } from './kwargs.ts';
import { recordPlan } from './records.ts';
import { numberLiteral, numericColumn } from './sql.ts';

/** The cells of every row add up to the total, exactly. A row with a missing cell fails. */
export const expectMulticolumnSumToEqual = defineRule({
  type: 'expect_multicolumn_sum_to_equal',
  isShared: true,
  states: 'The values of every row add up to the given total.',
  kwargs: z.strictObject({ ...columnList, ...ignoreRecord, ...mostly, sum_total: z.number() }),
  columns: (kwargs) => kwargs.column_list,
  plan: (kwargs, relation) =>
    recordPlan(relation, kwargs, (cells) => {
      for (const cell of cells) numericColumn(relation, cell.name);
      const sum = cells.map((cell) => `${quoteIdentifier(cell.name)}::DOUBLE`).join(' + ');
      return `${sum} = ${numberLiteral(kwargs.sum_total)}`;
    }),
  proof: {
    sample: 'rows',
    kwargs: { column_list: ['id', 'remaining'], sum_total: 20 },
    fault: 'UPDATE sample SET remaining = 99 WHERE id = 3',
  },
});
