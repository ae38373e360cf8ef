import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { column, mostly } from './kwargs.ts';
import { cellsPlan } from './plans.ts';
import { getColumn, isPresent } from './sql.ts';

/** No value of the column stands in two rows; every row of a repeated value counts. */
export const expectColumnValuesToBeUnique = defineRule({
  type: 'expect_column_values_to_be_unique',
  isShared: true,
  states: 'No value of the column occurs twice.',
  kwargs: z.strictObject({ ...column, ...mostly }),
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => {
    const cell = getColumn(relation, kwargs.column);
    const name = quoteIdentifier(cell.name);
    const repeated = `(SELECT ${name} AS repeated_value FROM ${relation.from} WHERE ${isPresent(cell)}
      GROUP BY ${name} HAVING count(*) > 1)`;
    return cellsPlan(cell, {
      holds: 'repeated_value IS NULL',
      mostly: kwargs.mostly,
      from: `SELECT t.*${rowIdOf(relation.order)}, r.repeated_value FROM ${relation.from} t LEFT JOIN ${repeated} r ON t.${name} = r.repeated_value`,
    });
  },
  proof: { sample: 'rows', kwargs: { column: 'id' }, fault: 'UPDATE sample SET id = 4 WHERE id = 3' },
});

function rowIdOf(order: readonly string[]): string {
  return order.includes('rowid') ? ', t.rowid' : '';
}
