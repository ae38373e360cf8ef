import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { panelHour } from '../prove/samples.ts';

/** A step is implausible above so many times the step that 99 of 100 hours of the series stay below. */
const TIMES = 10;
/** A series with fewer steps says too little about itself. */
const STEPS = 200;

export const plausibleJump: Expectation = {
  name: 'plausible_jump',
  states: `No value steps ${TIMES} times as far from the hour before as 99 of 100 steps of its series do.`,
  severity: 'warn',
  async check(context) {
    return failingRows(
      context,
      `WITH steps AS (
         SELECT series, hour, value, previous_value, abs(value - previous_value) AS step
         FROM checked_values WHERE hour - previous_hour = 1
       ), usual AS (
         SELECT series, quantile_disc(step, 0.99) AS step FROM steps GROUP BY series HAVING count(*) >= ${STEPS}
       )
       SELECT s.series, s.hour, s.previous_value || ' to ' || s.value AS found
       FROM steps s JOIN usual u ON u.series = s.series WHERE u.step > 0 AND s.step > ${TIMES} * u.step`,
    );
  },
  fault: `UPDATE observation_versions SET value = 5000 WHERE series = 0 AND ${panelHour(30)}`,
};
