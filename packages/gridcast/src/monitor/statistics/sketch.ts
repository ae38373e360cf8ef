/** The sketch of values by day and subject, as rows of cells: made and merged set-wise in SQL. */
import { quoteTextList } from '../../store/index.ts';
import { binSql } from './bins.ts';

/** Registers of the count of distinct values: its standard error is 1.04 / sqrt(256) = 6.5 %. */
export const REGISTERS = 256;
/** Values kept for the list of the most frequent ones. */
export const TOP_VALUES = 20;

/**
 * A SELECT of cells (day, subject, kind, cell, value, n) from a SELECT of (day, subject, value).
 *
 * `bin`: n values in the bin; `null`: n missing or not finite values; `register`: the rank of a register of the distinct count;
 * `low`, `high`: the least and the largest value; `top`: a value that occurs n times, among the 20 most frequent of the day.
 * All but `top` merge exactly; a count of `top` misses the days on which the value was not among the 20.
 *
 * @param names of subjects; `subject` is then a place among them, from 1: numbers are grouped at two thirds of the cost of texts.
 */
export function sketchSql(values: string, names?: readonly string[]): string {
  const subject = names === undefined ? 'subject' : `${quoteTextList(names)}[subject]`;
  return `WITH given AS (SELECT day, subject, CASE WHEN isfinite(value) THEN value + 0.0 END AS value FROM (${values})),
    counted AS MATERIALIZED (SELECT day, subject, value, COUNT(*) AS n FROM given GROUP BY day, subject, value),
    hashed AS (SELECT day, subject, hash(value) AS h FROM counted WHERE value IS NOT NULL),
    ranked AS (
      SELECT *, row_number() OVER (PARTITION BY day, subject ORDER BY n DESC, value) AS place
      FROM counted WHERE value IS NOT NULL),
    cells AS (
      SELECT day, subject, 'bin' AS kind, ${binSql('value')} AS cell, NULL::DOUBLE AS value, SUM(n)::BIGINT AS n
      FROM counted WHERE value IS NOT NULL GROUP BY day, subject, cell
      UNION ALL SELECT day, subject, 'null', 0, NULL, SUM(n)::BIGINT FROM counted WHERE value IS NULL GROUP BY day, subject
      UNION ALL SELECT day, subject, 'register', (h % ${REGISTERS})::INTEGER AS cell, NULL,
        MAX(CASE WHEN h // ${REGISTERS} = 0 THEN 57 ELSE 56 - FLOOR(LOG2((h // ${REGISTERS})::DOUBLE)) END)::BIGINT
      FROM hashed GROUP BY day, subject, cell
      UNION ALL SELECT day, subject, 'low', 0, MIN(value), 0 FROM counted WHERE value IS NOT NULL GROUP BY day, subject
      UNION ALL SELECT day, subject, 'high', 0, MAX(value), 0 FROM counted WHERE value IS NOT NULL GROUP BY day, subject
      UNION ALL SELECT day, subject, 'top', 0, value, n FROM ranked WHERE place <= ${TOP_VALUES})
    SELECT day, ${subject} AS subject, kind, cell, value, n FROM cells`;
}

/**
 * A SELECT of merged cells from a SELECT of cells: of all days together (`day` is then 0), or day by day.
 * Associative, commutative and exact in whole numbers, so the order and the parts do not matter.
 */
export function mergeSql(cells: string, by: 'day' | 'window'): string {
  const day = by === 'day' ? 'day' : '0 AS day';
  const keys = by === 'day' ? 'day, subject, kind, cell' : 'subject, kind, cell';
  return `SELECT ${day}, subject, kind, cell,
      CASE kind WHEN 'low' THEN MIN(value) ELSE MAX(value) END AS value,
      (CASE kind WHEN 'register' THEN MAX(n) ELSE SUM(n) END)::BIGINT AS n
    FROM (${cells}) GROUP BY ${keys}, CASE WHEN kind = 'top' THEN value END`;
}
