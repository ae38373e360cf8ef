/**
 * `npm test`: every test of every part, with whatever real engines this machine has. What it had to leave out is listed by
 * name with the way to get it. The last line is `N passed, N failed`. Arguments go to vitest.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runStep } from './step.ts';
import { sumUp, type VitestReport } from './test-report.ts';

const root = path.dirname(import.meta.dirname);
const folder = mkdtempSync(path.join(tmpdir(), 'gridcast-test-'));
const reportFile = path.join(folder, 'report.json');

try {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { passed } = await runStep(
    { name: 'vitest', command: [process.execPath, vitest, 'run', ...reporters, ...process.argv.slice(2)] },
    { cwd: root, live: true },
  );
  const totals = sumUp(JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport, passed);
  for (const [group, tests] of totals.leftOut) console.log(`left out: ${group}: ${tests} tests`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
