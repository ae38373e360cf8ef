/** A relation as hourly series: keys, hour and value under fixed names. */
import { quoteIdentifier } from '../../store/index.ts';
import type { Relation } from '../relation.ts';
import { getColumn, isPresent, isTime } from './sql.ts';

/** The columns of a series, where they are not the relation's own. */
export interface SeriesKwargs {
  readonly keys?: readonly string[] | undefined;
  readonly time?: string | undefined;
  readonly value?: string | undefined;
}

export interface HourlySeries {
  /** A query of `key_0`…, `hour` BIGINT and `value` DOUBLE; only rows whose hour and value are there. */
  readonly query: string;
  readonly keyNames: readonly string[];
  /** `key_0`…; join with `keyed`. */
  readonly keys: readonly string[];
  /** The keys before other terms of a list: `key_0, key_1, `. */
  readonly keyed: string;
  /** What stands between OVER ( and ORDER BY. */
  readonly partition: string;
}

/** @throws Error where the time or value column is not known */
export function hourlySeries(relation: Relation, kwargs: SeriesKwargs): HourlySeries {
  const keyNames = kwargs.keys ?? relation.keys;
  const [time, value] = [kwargs.time ?? relation.time, kwargs.value ?? relation.value];
  if (time === undefined || value === undefined) {
    const missing = time === undefined ? 'time' : 'value';
    throw new Error(`which column is the ${missing} of ${relation.name} is not known: give ${missing}`);
  }
  const [timeColumn, valueColumn] = [getColumn(relation, time), getColumn(relation, value)];
  const hour = isTime(timeColumn)
    ? `(epoch_us(${quoteIdentifier(time)}::TIMESTAMP) // 3600000000)`
    : quoteIdentifier(time);
  const keys = keyNames.map((_, i) => `key_${i}`);
  const named = keyNames.map((name, i) => `${quoteIdentifier(name)}::VARCHAR AS key_${i}, `);
  return {
    query: `SELECT ${named.join('')}${hour}::BIGINT AS hour, ${quoteIdentifier(value)}::DOUBLE AS value
      FROM ${relation.from} WHERE ${isPresent(timeColumn)} AND ${isPresent(valueColumn)}`,
    keyNames,
    keys,
    keyed: keys.map((key) => `${key}, `).join(''),
    partition: keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')} `,
  };
}

/** The columns that a series rule needs beside the relation's own. */
export function seriesColumnNames(kwargs: SeriesKwargs): readonly string[] {
  return [...(kwargs.keys ?? []), kwargs.time, kwargs.value].filter((name) => name !== undefined);
}
