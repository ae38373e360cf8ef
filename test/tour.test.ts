/** The tour in the docs does what it says. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

test('docs/tour.md runs from top to bottom and prints what it says', { timeout: 300_000 }, () => {
  const script = path.resolve(import.meta.dirname, '../tools/tour.ts');
  const { status, stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(status, stdout.slice(-3000)).toBe(0);
  expect(stdout).toMatch(/The tour went as the page says/u);
});
