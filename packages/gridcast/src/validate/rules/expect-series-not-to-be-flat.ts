import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { series } from './kwargs.ts';
import { hourlySeries, seriesColumnNames } from './series.ts';

/** No series repeats one value for so many hours on end. A series that never changes at all is let pass. */
export const expectSeriesNotToBeFlat = defineRule({
  type: 'expect_series_not_to_be_flat',
  isShared: false,
  states: 'No series repeats one value for too many hours on end.',
  kwargs: z.strictObject({ ...series, hours: z.int().min(2).default(72) }),
  columns: seriesColumnNames,
  plan: (kwargs, relation) => {
    const { query, keys, keyed, partition } = hourlySeries(relation, kwargs);
    return {
      kind: 'places',
      keys,
      query: `WITH steps AS (
          SELECT *, lag(value) OVER w AS before, lag(hour) OVER w AS hour_before,
            min(value) OVER (${partition}) < max(value) OVER (${partition}) AS ever_changes
          FROM (${query}) WINDOW w AS (${partition}ORDER BY hour)),
        repeats AS (
          SELECT ${keyed} hour, value, hour - row_number() OVER (${partition}ORDER BY hour) AS run
          FROM steps WHERE ever_changes AND value = before AND hour - hour_before = 1)
        SELECT ${keyed} min(hour) - 1 AS hour, min(value) || ' for ' || (count(*) + 1) || ' hours from here' AS found
        FROM repeats GROUP BY ${keyed} run HAVING count(*) + 1 >= ${kwargs.hours}`,
    };
  },
  proof: {
    sample: 'hours',
    kwargs: {},
    fault: `UPDATE sample SET value = 100 WHERE area = 'DK1'
      AND hour_utc >= TIMESTAMP '2021-03-20' AND hour_utc < TIMESTAMP '2021-03-23'`,
  },
});
