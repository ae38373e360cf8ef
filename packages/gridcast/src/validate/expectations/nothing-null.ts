import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';
import { panelHour } from '../prove/samples.ts';

export const nothingNull: Expectation = {
  name: 'nothing_null',
  states: 'No key, hour, value or known-at is null, and each observation belongs to a series.',
  severity: 'stop',
  async check(context) {
    const keys = context.subject.keys.map((_, index) => `key_${index} IS NULL`);
    return failingRows(
      context,
      `SELECT v.series, v.hour, CASE WHEN v.hour IS NULL THEN 'no hour' WHEN v.value IS NULL THEN 'no value'
         WHEN v.known_hour IS NULL THEN 'no known-at' ELSE 'no series' END AS found
       FROM observation_versions v LEFT JOIN series s ON s.series = v.series
       WHERE v.hour IS NULL OR v.value IS NULL OR v.known_hour IS NULL OR s.series IS NULL
       UNION ALL SELECT series, NULL, 'a key is null' FROM series WHERE ${['false', ...keys].join(' OR ')}`,
    );
  },
  fault: `UPDATE observation_versions SET value = NULL WHERE series = 0 AND ${panelHour(3)}`,
};
