/**
 * Prepares a fresh checkout: fetches what npm cannot carry and builds what is served.
 * `--lenient` (as the postinstall runs it) only warns when something cannot be had.
 */
import path from 'node:path';
import { setUpDashboard } from './dashboard-build.ts';
import { setUpLightGbm } from './lightgbm-wheel.ts';

const root = path.dirname(import.meta.dirname);
const lenient = process.argv.includes('--lenient');

for (const step of [setUpLightGbm, setUpDashboard]) {
  try {
    const done = await step(root);
    if (done !== undefined) console.error(`setup: ${done}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [firstLine = '', ...more] = reason.trim().split('\n');
    const hint = more.length === 0 ? '' : ' (npm run setup shows all of it)';
    console.error(lenient ? `setup: skipped: ${firstLine}${hint}` : `setup: ${reason}`);
    if (!lenient) process.exitCode = 1;
  }
}
