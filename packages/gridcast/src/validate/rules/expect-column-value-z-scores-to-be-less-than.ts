import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { column, mostly } from './kwargs.ts';
import { cellsPlan } from './plans.ts';
import { besideAggregates } from './spread.ts';
import { numberLiteral, numericColumn } from './sql.ts';

/**
 * No value lies so many sample standard deviations from the mean; `double_sided: false` looks upward only. Where there is no
 * spread every value holds.
 */
export const expectColumnValueZScoresToBeLessThan = defineRule({
  type: 'expect_column_value_z_scores_to_be_less_than',
  isShared: true,
  states: 'No value of the column lies too many standard deviations from the mean.',
  kwargs: z.strictObject({
    ...column,
    ...mostly,
    threshold: z.number(),
    double_sided: z.boolean().default(true),
  }),
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => {
    const cell = numericColumn(relation, kwargs.column);
    const name = quoteIdentifier(cell.name);
    const score = `(${name} - mean_of_all) / spread_of_all`;
    const below = kwargs.double_sided
      ? `abs(${score}) < ${numberLiteral(Math.abs(kwargs.threshold))}`
      : `${score} < ${numberLiteral(kwargs.threshold)}`;
    return cellsPlan(cell, {
      holds: `coalesce(spread_of_all, 0) = 0 OR ${below}`,
      mostly: kwargs.mostly,
      sums: true,
      from: besideAggregates(relation, cell, {
        mean_of_all: `avg(${name})`,
        spread_of_all: `stddev_samp(${name})`,
      }),
    });
  },
  proof: {
    sample: 'rows',
    kwargs: { column: 'value', threshold: 3 },
    fault: 'UPDATE sample SET value = 9000 WHERE id = 3',
  },
});
