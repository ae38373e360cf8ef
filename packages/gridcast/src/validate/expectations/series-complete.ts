import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { START_HOUR } from '../prove/samples.ts';

export const seriesComplete: Expectation = {
  name: 'series_complete',
  states: 'Each hour has a value for every series.',
  severity: 'warn',
  async check(context) {
    return failingRows(
      context,
      `SELECT NULL::INTEGER AS series, hour, count(*) || ' of ' || n || ' series' AS found
       FROM checked_values, (SELECT count(*) AS n FROM series) GROUP BY hour, n HAVING count(*) < n`,
    );
  },
  fault: `DELETE FROM observation_versions WHERE series = 1 AND hour >= ${START_HOUR + 238}`,
};
