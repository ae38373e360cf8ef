import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { START_HOUR } from '../prove/samples.ts';

/** Three days: longer than any holiday stop, shorter than a feed that froze unseen. */
const FLAT_HOURS = 72;

export const notFlat: Expectation = {
  name: 'not_flat',
  states: `No series repeats one value for ${FLAT_HOURS} hours on end; one that never changes at all is let pass.`,
  severity: 'warn',
  async check(context) {
    return failingRows(
      context,
      `WITH changing AS (SELECT series FROM checked_values GROUP BY series HAVING min(value) < max(value)),
       repeats AS (
         SELECT series, hour, value, hour - row_number() OVER (PARTITION BY series ORDER BY hour) AS run
         FROM checked_values SEMI JOIN changing USING (series) WHERE value = previous_value AND hour - previous_hour = 1
       )
       SELECT series, min(hour) - 1 AS hour, min(value) || ' for ' || (count(*) + 1) || ' hours from here' AS found
       FROM repeats GROUP BY series, run HAVING count(*) + 1 >= ${FLAT_HOURS}`,
    );
  },
  fault: `UPDATE observation_versions SET value = 150 WHERE series = 0 AND hour >= ${START_HOUR + 100} AND hour < ${START_HOUR + 172}`,
};
