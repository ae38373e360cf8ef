import { GridcastError, type Json } from '../../core/index.ts';
import { checkNow, loadSuites } from '../../pipeline/index.ts';
import { isRelationName, relationNames, requireValid, type DocsExpectation } from '../../validate/index.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { withRun } from '../open-run.ts';
import { reportTable } from './report-table.ts';
import { readSuiteFile } from './suite-file.ts';

/** `validate --suite FILE` or `--on RELATION`: checks now and stores nothing. @throws VALIDATE_STOPPED */
export async function checkSuiteNow(context: CommandContext): Promise<CommandResult> {
  const { suite: path, on } = context.flags;
  const file = typeof path === 'string' ? await readSuiteFile(context, path) : undefined;
  const relation = file?.suite.on ?? String(on);
  if (!isRelationName(relation)) {
    const expected = `${relationNames.join(', ')} are known`;
    throw new GridcastError('USAGE_INVALID_VALUE', { name: '--on', value: relation, expected });
  }
  return withRun(context, async (run) => {
    const all = file === undefined ? await loadSuites(run) : [file.suite];
    const suites = all.filter((suite) => suite.on === relation);
    if (suites.length === 0) {
      const command = `gridcast validate --import-suite FILE --on ${relation}`;
      throw new GridcastError('VALIDATE_NO_RESULTS', { what: `suite on ${relation}`, command });
    }
    const reports = await checkNow(run, { on: relation, suites });
    const lines = reports.map((report): DocsExpectation => ({
      ...report,
      name: report.expectation,
      history: [],
    }));
    const leftOut = (file?.leftOut ?? []).map((what) => `Left out: ${what}`);
    const text = [...reportTable(lines), ...leftOut].join('\n');
    if (reports.some((report) => !report.success && report.severity === 'stop')) context.announce(text);
    requireValid(reports);
    return { json: { reports: reports as unknown as Json, leftOut: file?.leftOut ?? [] }, text };
  });
}
