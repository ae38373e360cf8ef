import type { Expectation } from '../expectation.ts';
import { columnResult, expectedColumns, loadedColumns } from './loaded-columns.ts';

export const columnCount: Expectation = {
  name: 'column_count',
  states:
    'The observations have as many columns as the source has keys, and those of hour, value and known-at.',
  severity: 'stop',
  async check(context) {
    const [found, expected] = [(await loadedColumns(context)).length, expectedColumns(context).length];
    return columnResult(found === expected ? [] : [`${found} columns where ${expected} belong`]);
  },
  fault: 'ALTER TABLE observation_versions ADD COLUMN note VARCHAR',
};
