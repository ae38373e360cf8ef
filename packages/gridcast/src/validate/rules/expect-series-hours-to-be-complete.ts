import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { mostly, series } from './kwargs.ts';
import { hourlySeries, seriesColumnNames } from './series.ts';

/** Each series has a value for each UTC hour between its first and its last. `mostly` is the share of those hours. */
export const expectSeriesHoursToBeComplete = defineRule({
  type: 'expect_series_hours_to_be_complete',
  isShared: false,
  states: 'Each series has a value for each hour between its first and its last.',
  kwargs: z.strictObject({ ...series, ...mostly }),
  columns: seriesColumnNames,
  plan: (kwargs, relation) => {
    const { query, keys, keyed, partition } = hourlySeries(relation, kwargs);
    const hours = `SELECT ${keyed} hour, lag(hour) OVER (${partition}ORDER BY hour) AS before FROM (${query})`;
    return {
      kind: 'places',
      keys,
      weight: 'missing_hours',
      query: `SELECT ${keyed} before + 1 AS hour, (hour - before - 1) || ' hours missing from here' AS found,
        hour - before - 1 AS missing_hours FROM (${hours}) WHERE hour - before > 1`,
      considered: `SELECT sum(hours) FROM (SELECT max(hour) - min(hour) + 1 AS hours FROM (${query})
        ${keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`})`,
      mostly: kwargs.mostly,
    };
  },
  proof: {
    sample: 'hours',
    kwargs: {},
    fault: `DELETE FROM sample WHERE area = 'DK1' AND hour_utc = TIMESTAMP '2021-03-20 05:00:00'`,
  },
});
