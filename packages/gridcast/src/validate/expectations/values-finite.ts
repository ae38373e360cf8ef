import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { panelHour } from '../prove/samples.ts';

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
  fault: `UPDATE observation_versions SET value = 'inf' WHERE series = 0 AND ${panelHour(1)}`,
};
