import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { series } from './kwargs.ts';
import { hourlySeries, seriesColumnNames } from './series.ts';
import { numberLiteral } from './sql.ts';

/**
 * No series stays within a narrow band for so many hours on end: highest minus lowest at most `within` times the highest
 * amount. A series that always does is let pass. The place is the end of the first such window.
 */
export const expectSeriesNotToBeNearlyFlat = defineRule({
  type: 'expect_series_not_to_be_nearly_flat',
  isShared: false,
  states: 'No series stays within a narrow band for too many hours on end.',
  kwargs: z.strictObject({
    ...series,
    hours: z.int().min(2).default(72),
    within: z.number().min(0).max(1).default(0.01),
  }),
  columns: seriesColumnNames,
  plan: (kwargs, relation) => {
    const { query, keys, keyed, partition } = hourlySeries(relation, kwargs);
    const within = numberLiteral(kwargs.within);
    // a window of two days holds a whole UTC day: a series without a narrow one need not be looked at hour by hour
    const narrowDay =
      kwargs.hours < 2 * 24 - 1 ? '' : `HAVING max(value) - min(value) <= ${within} * max(abs(value))`;
    const suspects = `SELECT DISTINCT ${keys.length === 0 ? '1 AS one' : keys.join(', ')} FROM (
      SELECT ${keyed} floor(hour / 24) AS day FROM hours GROUP BY ${keyed} day ${narrowDay})`;
    const isSuspect =
      keys.length === 0
        ? 'hours WHERE EXISTS (FROM suspects)'
        : `hours SEMI JOIN suspects USING (${keys.join(', ')})`;
    return {
      kind: 'places',
      keys,
      query: `WITH hours AS MATERIALIZED (${query}), suspects AS (${suspects}), windows AS (
          SELECT ${keyed} hour, count(*) OVER w AS n, max(value) OVER w - min(value) OVER w AS width,
            max(abs(value)) OVER w AS height,
            max(value) OVER (${partition}) - min(value) OVER (${partition}) AS whole_width,
            max(abs(value)) OVER (${partition}) AS whole_height
          FROM ${isSuspect}
          WINDOW w AS (${partition}ORDER BY hour RANGE BETWEEN ${kwargs.hours - 1} PRECEDING AND CURRENT ROW)),
        narrow AS (
          SELECT ${keyed} hour, width, height, hour - row_number() OVER (${partition}ORDER BY hour) AS run FROM windows
          WHERE n >= ${kwargs.hours} AND width <= ${within} * height AND whole_width > ${within} * whole_height)
        SELECT ${keyed} min(hour) AS hour,
          (count(*) + ${kwargs.hours - 1}) || ' hours within ' || round(max(width), 6) || ' of each other' AS found
        FROM narrow GROUP BY ${keyed} run`,
    };
  },
  proof: {
    sample: 'hours',
    kwargs: {},
    fault: `UPDATE sample SET value = 100 + hour(hour_utc) / 100 WHERE area = 'DK1'
      AND hour_utc >= TIMESTAMP '2021-03-20' AND hour_utc < TIMESTAMP '2021-03-23'`,
  },
});
