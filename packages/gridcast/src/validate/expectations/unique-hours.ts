import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { panelHour } from '../prove/samples.ts';

export const uniqueHours: Expectation = {
  name: 'unique_hours',
  states: 'A series has one value an hour at any instant of knowledge.',
  severity: 'stop',
  async check(context) {
    return failingRows(
      context,
      `SELECT series, hour, (count(*) + 1) || ' values known at one instant' AS found FROM checked_versions
       WHERE hour = hour_before AND known_hour = known_before GROUP BY series, hour, known_hour`,
    );
  },
  fault: `INSERT INTO observation_versions SELECT series, hour, value + 1, known_hour FROM observation_versions WHERE series = 0 AND ${panelHour(5)}`,
};
