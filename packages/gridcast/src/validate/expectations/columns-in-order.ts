import type { Expectation } from '../expectation.ts';
import { columnResult, expectedColumns, loadedColumns } from './loaded-columns.ts';

export const columnsInOrder: Expectation = {
  name: 'columns_in_order',
  states:
    'The columns of the observations stand in their order: the keys, the hour, the value, when it became known.',
  severity: 'stop',
  async check(context) {
    const found = await loadedColumns(context);
    const wrong = expectedColumns(context).flatMap(({ table, column }, index) => {
      const there = found[index];
      if (there?.table === table && there.column === column) return [];
      return [
        `${there === undefined ? 'nothing' : `${there.table}.${there.column}`} where ${table}.${column} belongs`,
      ];
    });
    return columnResult(wrong);
  },
  fault:
    'CREATE OR REPLACE TABLE observation_versions AS SELECT hour, series, value, known_hour FROM observation_versions',
};
