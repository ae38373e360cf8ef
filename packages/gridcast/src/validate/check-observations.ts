/** Runs the suite over loaded observations. */
import { GridcastError } from '../core/index.ts';
import type { CheckContext, Expectation, ExpectationReport } from './expectation.ts';
import { expectations } from './suite.ts';

/**
 * Checks every expectation that says something about the source, in the suite's order. Where the columns are not as they
 * must be, only the expectations about columns are checked: the others could not run.
 */
export async function checkObservations(
  context: CheckContext,
  suite: readonly Expectation[] = expectations,
): Promise<readonly ExpectationReport[]> {
  const reports: ExpectationReport[] = [];
  let isPrepared = false;
  for (const expectation of suite) {
    const isAboutColumns = expectation.name.startsWith('column');
    if (!isAboutColumns && !isPrepared) {
      if (reports.some((report) => !report.success)) break;
      await prepareValues(context);
      isPrepared = true;
    }
    const result = await expectation.check(context);
    if (result === undefined) continue;
    const { name, states, severity } = expectation;
    reports.push({ expectation: name, states, severity, success: result.failures === 0, ...result });
  }
  return reports;
}

/**
 * Creates `checked_versions` and `checked_values` from the loaded observations; see `CheckContext`. One sorted pass where no
 * hour has a second version, two where one has.
 */
export async function prepareValues({ engine }: Pick<CheckContext, 'engine'>): Promise<void> {
  await engine.run(`CREATE OR REPLACE TABLE checked_versions AS
    SELECT series, hour, value, known_hour, lag(hour) OVER w AS hour_before, lag(value) OVER w AS value_before,
      lag(known_hour) OVER w AS known_before, lead(hour) OVER w AS hour_after
    FROM observation_versions WINDOW w AS (PARTITION BY series ORDER BY hour, known_hour, value)`);
  const repeated = await engine.rows(
    `SELECT 1 AS one FROM checked_versions WHERE hour = hour_before LIMIT 1`,
  );
  await engine.run('DROP VIEW IF EXISTS checked_values');
  await engine.run(
    repeated.length === 0
      ? `CREATE VIEW checked_values AS
         SELECT series, hour, value, hour_before AS previous_hour, value_before AS previous_value FROM checked_versions`
      : `CREATE OR REPLACE TABLE latest_values AS
         SELECT series, hour, value, lag(hour) OVER w AS previous_hour, lag(value) OVER w AS previous_value
         FROM checked_versions WHERE hour_after IS DISTINCT FROM hour WINDOW w AS (PARTITION BY series ORDER BY hour)`,
  );
  if (repeated.length > 0) await engine.run('CREATE VIEW checked_values AS FROM latest_values');
}

/** The expectations that must hold and do not, with a few words each. */
export function stoppingFailures(
  reports: readonly ExpectationReport[],
): readonly { readonly expectation: string; readonly problem: string }[] {
  return reports
    .filter((report) => !report.success && report.severity === 'stop')
    .map((report) => ({ expectation: report.expectation, problem: problemOf(report) }));
}

function problemOf({ failures, examples }: ExpectationReport): string {
  const [first] = examples;
  if (first === undefined) return `${failures} failures`;
  const place = [first.key.join('/'), first.hour]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  return `${failures} ${failures === 1 ? 'place' : 'places'}, first ${place === '' ? '' : `${place}: `}${first.found}`;
}

/**
 * Goes on only where everything that must hold does.
 *
 * @throws VALIDATE_STOPPED
 */
export function requireValid(reports: readonly ExpectationReport[]): void {
  const failed = stoppingFailures(reports);
  if (failed.length > 0) throw new GridcastError('VALIDATE_STOPPED', { failed });
}
