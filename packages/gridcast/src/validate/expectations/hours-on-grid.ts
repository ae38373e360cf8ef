import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { panelHour } from '../prove/samples.ts';

/** 1900-01-01 and 2200-01-01 in hours since 1970. */
const [FIRST_HOUR, END_HOUR] = [-613_608, 2_016_168];

export const hoursOnGrid: Expectation = {
  name: 'hours_on_grid',
  states: 'Every hour is a whole UTC hour of the years 1900 to 2199.',
  severity: 'stop',
  async check(context) {
    return failingRows(
      context,
      `SELECT series, floor(hour) AS hour, 'hour ' || hour AS found FROM observation_versions
       WHERE hour <> floor(hour) OR hour < ${FIRST_HOUR} OR hour >= ${END_HOUR}`,
    );
  },
  fault: `UPDATE observation_versions SET hour = -700000, known_hour = -699999 WHERE series = 0 AND ${panelHour(0)}`,
};
