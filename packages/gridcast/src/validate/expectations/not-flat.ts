import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';

/** Three days: longer than any holiday stop, shorter than a feed that froze unseen. */
export const FLAT_HOURS = 72;

export const notFlat: Expectation = {
  name: 'not_flat',
  states: `No series repeats one value for ${FLAT_HOURS} hours on end; one that never changes at all is let pass.`,
  severity: 'warn',
  async check(context) {
    return failingRows(
      context,
      `WITH changing AS (SELECT series FROM checked_values GROUP BY series HAVING min(value) < max(value)),
       runs AS (
         SELECT series, hour, value, count(*) FILTER (WHERE previous_value IS DISTINCT FROM value OR hour - previous_hour > 1)
           OVER (PARTITION BY series ORDER BY hour ROWS UNBOUNDED PRECEDING) AS run
         FROM checked_values SEMI JOIN changing USING (series)
       )
       SELECT series, min(hour) AS hour, min(value) || ' for ' || count(*) || ' hours from here' AS found
       FROM runs GROUP BY series, run HAVING count(*) >= ${FLAT_HOURS}`,
    );
  },
};
