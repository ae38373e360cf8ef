import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';

export const uniqueSeries: Expectation = {
  name: 'unique_series',
  states: 'No two series have the same keys.',
  severity: 'stop',
  async check(context) {
    const keys = context.subject.keys.map((_, index) => `key_${index}`);
    const groups = keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`;
    return failingRows(
      context,
      `SELECT min(series) AS series, NULL::INTEGER AS hour, count(*) || ' series with these keys' AS found
       FROM series ${groups} HAVING count(*) > 1`,
    );
  },
  fault: `UPDATE series SET key_0 = 'DK1'`,
};
