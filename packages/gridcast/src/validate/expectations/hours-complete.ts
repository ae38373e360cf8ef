import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { START_HOUR } from '../prove/samples.ts';

export const hoursComplete: Expectation = {
  name: 'hours_complete',
  states: 'A series has a value for each hour between its first and its last.',
  severity: 'warn',
  async check(context) {
    return failingRows(
      context,
      `SELECT series, previous_hour + 1 AS hour, (hour - previous_hour - 1) || ' hours missing from here' AS found
       FROM checked_values WHERE hour - previous_hour > 1`,
    );
  },
  fault: `DELETE FROM observation_versions WHERE hour >= ${START_HOUR + 48} AND hour < ${START_HOUR + 72}`,
};
