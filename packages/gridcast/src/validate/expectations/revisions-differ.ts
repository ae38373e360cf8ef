import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { panelHour } from '../prove/samples.ts';

export const revisionsDiffer: Expectation = {
  name: 'revisions_differ',
  states: 'A revision says something else than the version before it.',
  severity: 'warn',
  async check(context) {
    return failingRows(
      context,
      `SELECT series, hour, value || ' twice' AS found FROM checked_versions
       WHERE hour = hour_before AND value = value_before`,
    );
  },
  fault: `INSERT INTO observation_versions SELECT series, hour, value, known_hour + 9 FROM observation_versions WHERE series = 0 AND ${panelHour(5)}`,
};
