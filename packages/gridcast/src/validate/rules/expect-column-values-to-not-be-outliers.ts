import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { column, mostly } from './kwargs.ts';
import { cellsPlan } from './plans.ts';
import { besideAggregates } from './spread.ts';
import { numberLiteral, numericColumn } from './sql.ts';

/**
 * No value lies outside Tukey's fences (`iqr`: the quartiles, widened by `multiplier` times their distance, the fences
 * inside) or `multiplier` standard deviations from the mean (`std`).
 */
export const expectColumnValuesToNotBeOutliers = defineRule({
  type: 'expect_column_values_to_not_be_outliers',
  isShared: true,
  states: 'No value of the column lies far outside the usual range.',
  kwargs: z.strictObject({
    ...column,
    ...mostly,
    method: z.enum(['iqr', 'std']).default('iqr'),
    multiplier: z.number().default(1.5),
  }),
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => {
    const cell = numericColumn(relation, kwargs.column);
    const name = quoteIdentifier(cell.name);
    const times = numberLiteral(kwargs.multiplier);
    const fences = `${name} BETWEEN q1 - ${times} * (q3 - q1) AND q3 + ${times} * (q3 - q1)`;
    const near = `CASE WHEN spread IS NULL THEN true WHEN ${times} * spread <= 0 THEN ${name} = middle
      ELSE abs(${name} - middle) < ${times} * spread END`;
    return cellsPlan(cell, {
      holds: kwargs.method === 'iqr' ? fences : near,
      mostly: kwargs.mostly,
      sums: true,
      from: besideAggregates(relation, cell, {
        q1: `quantile_cont(${name}, 0.25)`,
        q3: `quantile_cont(${name}, 0.75)`,
        middle: `avg(${name})`,
        spread: `stddev_samp(${name})`,
      }),
    });
  },
  proof: {
    sample: 'rows',
    kwargs: { column: 'value' },
    fault: 'UPDATE sample SET value = 9000 WHERE id = 3',
  },
});
