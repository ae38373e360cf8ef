import type { Expectation } from '../expectation.ts';
import { columnResult, expectedColumns, loadedColumns } from './loaded-columns.ts';

export const columnTypes: Expectation = {
  name: 'column_types',
  states: 'Keys are text, hours are whole numbers and values are floating-point numbers.',
  severity: 'stop',
  async check(context) {
    const expected = new Map(
      expectedColumns(context).map((item) => [`${item.table}.${item.column}`, item.type]),
    );
    const wrong = (await loadedColumns(context)).flatMap(({ table, column, type }) => {
      const wanted = expected.get(`${table}.${column}`);
      return wanted === undefined || wanted === type ? [] : [`${table}.${column} is ${type}, not ${wanted}`];
    });
    return columnResult(wrong);
  },
  fault: 'ALTER TABLE series ALTER key_0 TYPE BLOB USING key_0::BLOB',
};
