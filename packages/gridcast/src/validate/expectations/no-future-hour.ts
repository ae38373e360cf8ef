import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { START_HOUR } from '../prove/samples.ts';

export const noFutureHour: Expectation = {
  name: 'no_future_hour',
  states: 'No hour ends after the present, and no value was known before its hour had ended.',
  severity: 'stop',
  async check(context) {
    return failingRows(
      context,
      `SELECT series, hour, CASE WHEN hour >= ${context.subject.presentHour} THEN 'not over yet'
         ELSE 'known before its end' END AS found
       FROM observation_versions WHERE hour >= ${context.subject.presentHour} OR known_hour <= hour`,
    );
  },
  fault: `INSERT INTO observation_versions VALUES (0, ${START_HOUR + 240}, 100, ${START_HOUR + 241}),
      (1, ${START_HOUR + 240}, 100, ${START_HOUR + 241})`,
};
