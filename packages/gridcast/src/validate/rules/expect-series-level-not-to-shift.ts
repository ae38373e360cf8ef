import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { series } from './kwargs.ts';
import { hourlySeries, seriesColumnNames } from './series.ts';
import { numberLiteral } from './sql.ts';

/**
 * The daily mean of a series does not jump to another level. Over each `days` days, each day is set beside the one so many
 * days earlier; a shift is where the mean difference is above `min_change` times the earlier level and above `times` times
 * the spread of the differences. Whole weeks keep weekdays beside weekdays. Days are UTC; a day needs 20 of its hours.
 */
export const expectSeriesLevelNotToShift = defineRule({
  type: 'expect_series_level_not_to_shift',
  isShared: false,
  states: 'The level of a series does not shift from one week to the next.',
  kwargs: z.strictObject({
    ...series,
    days: z.int().min(2).default(7),
    min_change: z.number().min(0).default(0.5),
    times: z.number().min(0).default(2),
  }),
  columns: seriesColumnNames,
  plan: (kwargs, relation) => {
    const { query, keys, keyed, partition } = hourlySeries(relation, kwargs);
    const { days } = kwargs;
    const range = `${partition}ORDER BY day RANGE BETWEEN`;
    return {
      kind: 'places',
      keys,
      sums: true,
      query: `WITH levels AS (
          SELECT ${keyed} floor(hour / 24)::BIGINT AS day, avg(value) AS level FROM (${query})
          GROUP BY ${keyed} day HAVING count(*) >= 20),
        pairs AS (
          SELECT ${keyed} day, level,
            max(level) OVER (${range} ${days} PRECEDING AND ${days} PRECEDING) AS earlier FROM levels),
        weeks AS (
          SELECT ${keyed} day, count(earlier) OVER w AS n, avg(level - earlier) OVER w AS change,
            stddev_samp(level - earlier) OVER w AS spread, avg(earlier) OVER w AS level_before
          FROM pairs WINDOW w AS (${range} CURRENT ROW AND ${days - 1} FOLLOWING)),
        shifts AS (
          SELECT *, day - row_number() OVER (${partition}ORDER BY day) AS run FROM weeks
          WHERE n = ${days} AND abs(change) > ${numberLiteral(kwargs.times)} * spread
            AND abs(change) > ${numberLiteral(kwargs.min_change)} * abs(level_before))
        SELECT ${keyed} day * 24 AS hour, 'from a mean of ' || printf('%.6g', level_before) || ' to '
          || printf('%.6g', level_before + change) || ' an hour' AS found
        FROM shifts QUALIFY row_number() OVER (
          PARTITION BY ${keyed} run ORDER BY abs(change) DESC, day) = 1`,
    };
  },
  proof: {
    sample: 'hours',
    kwargs: {},
    fault: `UPDATE sample SET value = 3 * value WHERE area = 'DK1' AND hour_utc >= TIMESTAMP '2021-03-20'`,
  },
});
