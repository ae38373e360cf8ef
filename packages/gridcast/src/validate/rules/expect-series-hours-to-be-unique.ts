import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { mostly, series } from './kwargs.ts';
import { hourlySeries, seriesColumnNames } from './series.ts';

/** No series has two values for one UTC hour; times within an hour belong to it. `mostly` is the share of hours. */
export const expectSeriesHoursToBeUnique = defineRule({
  type: 'expect_series_hours_to_be_unique',
  isShared: false,
  states: 'No series has two values for one hour.',
  kwargs: z.strictObject({ ...series, ...mostly }),
  columns: seriesColumnNames,
  plan: (kwargs, relation) => {
    const { query, keys, keyed } = hourlySeries(relation, kwargs);
    return {
      kind: 'places',
      keys,
      query: `SELECT ${keyed} hour, count(*) || ' values' AS found FROM (${query})
        GROUP BY ${keyed} hour HAVING count(*) > 1`,
      considered: `SELECT count(*) FROM (SELECT DISTINCT ${keyed} hour FROM (${query}))`,
      mostly: kwargs.mostly,
    };
  },
  proof: {
    sample: 'hours',
    kwargs: {},
    fault: `INSERT INTO sample SELECT * FROM sample WHERE area = 'DK1' AND hour_utc = TIMESTAMP '2021-03-20 05:00:00'`,
  },
});
