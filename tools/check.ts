/**
 * `npm run check`: every check that needs no engine, in one go. All of them run even after one fails.
 * `--without-tests` leaves the tests to `npm test`.
 */
import path from 'node:path';
import { runStep, type Step, type StepResult } from './step.ts';

const root = path.dirname(import.meta.dirname);

const regenerateCapi = `command -v nm >/dev/null || { echo 'left out: needs binutils'; exit 0; }
npm run --silent capi --workspace packages/lightgbm && git diff --exit-code packages/lightgbm/capi.csv`;

const steps: readonly Step[] = [
  { name: 'format', command: ['npm', 'run', '--silent', 'format:check'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'unused code', command: ['npm', 'run', '--silent', 'knip'] },
  { name: 'generated files', command: ['npm', 'run', '--silent', 'generated', '--', '--check'] },
  { name: 'C API list', command: ['sh', '-c', regenerateCapi] },
  { name: 'packages', command: ['npm', 'run', '--silent', 'packages'] },
  { name: 'tests', command: ['node', 'tools/test.ts'] },
];

const wanted = steps.filter((step) => step.name !== 'tests' || !process.argv.includes('--without-tests'));
const results: StepResult[] = [];
for (const step of wanted) {
  const result = await runStep(step, { cwd: root });
  results.push(result);
  if (!result.passed) console.log(`\n--- ${result.name} ---\n${result.output.trimEnd()}\n`);
}

for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(18)}${seconds.toFixed(1).padStart(6)} s`);
}
const failed = results.filter((result) => !result.passed).length;
console.log(`checks: ${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
