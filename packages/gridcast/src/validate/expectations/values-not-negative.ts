import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { panelHour } from '../prove/samples.ts';

export const valuesNotNegative: Expectation = {
  name: 'values_not_negative',
  states: 'No value is below 0, where the source declares that none can be.',
  severity: 'stop',
  async check(context) {
    if (!context.subject.valuesAtLeastZero) return undefined;
    return failingRows(
      context,
      `SELECT series, hour, CAST(value AS VARCHAR) AS found FROM observation_versions WHERE value < 0`,
    );
  },
  fault: `UPDATE observation_versions SET value = -1 WHERE series = 0 AND ${panelHour(24)}`,
};
