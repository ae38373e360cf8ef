/** From a query of failing rows to a check's result. */
import { isoOfHour } from '../core/index.ts';
import type { CheckContext, CheckResult, Failure } from './expectation.ts';

export const EXAMPLES = 20;

interface FailingRow {
  readonly series: number | null;
  readonly hour: number | null;
  readonly found: string;
  readonly failures: number;
}

/**
 * Counts the rows of a query and names the first of them.
 *
 * @param query gives `series`, `hour` (null: the whole series) and `found` VARCHAR
 */
export async function failingRows({ engine, subject }: CheckContext, query: string): Promise<CheckResult> {
  const keys = subject.keys.map((_, index) => `coalesce(s.key_${index}, '') AS key_${index}`);
  const rows = await engine.rows<FailingRow & Record<string, unknown>>(
    `WITH failing AS (${query}), first AS (
       SELECT *, (SELECT count(*) FROM failing)::DOUBLE AS failures FROM failing
       ORDER BY series, hour, found LIMIT ${EXAMPLES})
     SELECT f.series, f.hour::DOUBLE AS hour, f.found, f.failures${keys.map((key) => `, ${key}`).join('')}
     FROM first f LEFT JOIN series s ON s.series = f.series ORDER BY f.series, f.hour, f.found`,
  );
  return {
    failures: rows[0]?.failures ?? 0,
    examples: rows.map((row) => failure(row, subject.keys.length)),
  };
}

function failure(row: FailingRow & Record<string, unknown>, keys: number): Failure {
  const key =
    row.series === null ? [] : Array.from({ length: keys }, (_, index) => String(row[`key_${index}`]));
  return { key, ...(row.hour === null ? {} : { hour: isoOfHour(row.hour) }), found: row.found };
}
