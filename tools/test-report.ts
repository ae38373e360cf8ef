/** What a run of vitest says in its JSON report, boiled down to totals and what was left out. */

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** Totals of a run; `leftOut` maps the name of a skipped group, which says what it needs, to its number of tests. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * Totals of a report. A test file that could not run at all counts as one failed test.
 *
 * @param exitedCleanly false adds a failure when the report knows of none: vitest failed outside any test.
 */
export function sumUp(report: VitestReport, exitedCleanly: boolean): TestTotals {
  const leftOut = new Map<string, number>();
  let failed = report.numFailedTests;
  for (const file of report.testResults) {
    const tests = file.assertionResults;
    if (file.status === 'failed' && !tests.some((test) => test.status === 'failed')) failed += 1;
    for (const test of tests) {
      if (!['skipped', 'pending', 'todo', 'disabled'].includes(test.status)) continue;
      const group = test.ancestorTitles[0] ?? test.title;
      leftOut.set(group, (leftOut.get(group) ?? 0) + 1);
    }
  }
  if (!exitedCleanly && failed === 0) failed = 1;
  return { passed: report.numPassedTests, failed, leftOut };
}
