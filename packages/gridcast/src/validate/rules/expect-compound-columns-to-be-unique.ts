import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { columnList, ignoreRecord, mostly } from './kwargs.ts';
import { recordPlan } from './records.ts';

/** No two rows have the same cells in these columns; every row of a repeated combination counts. */
export const expectCompoundColumnsToBeUnique = defineRule({
  type: 'expect_compound_columns_to_be_unique',
  isShared: true,
  states: 'No combination of values of the columns occurs twice.',
  kwargs: z.strictObject({ ...columnList, ...ignoreRecord, ...mostly }),
  columns: (kwargs) => kwargs.column_list,
  plan: (kwargs, relation) => {
    const names = kwargs.column_list.map(quoteIdentifier);
    const rowId = relation.order.includes('rowid') ? ', t.rowid' : '';
    const repeated = `SELECT ${names.join(', ')}, true AS is_repeated FROM ${relation.from}
      GROUP BY ${names.join(', ')} HAVING count(*) > 1`;
    const same = names.map((name) => `t.${name} IS NOT DISTINCT FROM r.${name}`).join(' AND ');
    return {
      ...recordPlan(relation, kwargs, () => 'is_repeated IS NULL'),
      from: `SELECT t.*${rowId}, r.is_repeated FROM ${relation.from} t LEFT JOIN (${repeated}) r ON ${same}`,
    };
  },
  proof: {
    sample: 'rows',
    kwargs: { column_list: ['area', 'day'] },
    fault: `UPDATE sample SET day = '2021-01-01' WHERE id < 4`,
  },
});
