import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { column, scalar } from './kwargs.ts';
import { getColumn, isIn, isPresent } from './sql.ts';

/** The most frequent present value is in the set; of several equally frequent ones any is enough with `ties_okay`. */
export const expectColumnMostCommonValueToBeInSet = defineRule({
  type: 'expect_column_most_common_value_to_be_in_set',
  isShared: true,
  states: 'The most common value of the column is in the set.',
  kwargs: z.strictObject({
    ...column,
    value_set: z.array(scalar).min(1),
    ties_okay: z
      .boolean()
      .nullish()
      .transform((value) => value ?? false),
  }),
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => {
    const cell = getColumn(relation, kwargs.column);
    const name = quoteIdentifier(cell.name);
    const common = `SELECT ${name} FROM (
      SELECT ${name}, rank() OVER (ORDER BY count(*) DESC) AS place FROM ${relation.from}
      WHERE ${isPresent(cell)} GROUP BY ${name}) WHERE place = 1`;
    const isWrong = kwargs.ties_okay
      ? `NOT (SELECT coalesce(bool_or(${isIn(cell, kwargs.value_set)}), false) FROM common)`
      : `(SELECT count(*) FROM common) <> 1 OR NOT (${isIn(cell, kwargs.value_set)})`;
    const none = `SELECT NULL::INTEGER AS hour, 'there is no value' AS found WHERE NOT EXISTS (FROM common)`;
    return {
      kind: 'places',
      query: `WITH common AS MATERIALIZED (${common})
        SELECT NULL::INTEGER AS hour, ${name}::VARCHAR || ' is among the most common' AS found FROM common WHERE ${isWrong}
        UNION ALL ${none}`,
    };
  },
  proof: {
    sample: 'rows',
    kwargs: { column: 'area', value_set: ['DK1'] },
    fault: `UPDATE sample SET area = 'DK2' WHERE id < 9`,
  },
});
