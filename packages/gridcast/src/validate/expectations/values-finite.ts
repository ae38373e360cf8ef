import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';

export const valuesFinite: Expectation = {
  name: 'values_finite',
  states: 'Every value is a finite number.',
  severity: 'stop',
  async check(context) {
    return failingRows(
      context,
      `SELECT series, hour, CAST(value AS VARCHAR) AS found FROM observation_versions WHERE NOT isfinite(value)`,
    );
  },
};
