import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

test('the example of the README prints what the README says', () => {
  const root = path.join(import.meta.dirname, '..');
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, code = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const [, printed] = /```text\n(.*?)```/s.exec(readme) ?? [];
  const run = ['--input-type=module-typescript', '--eval', code];
  expect(execFileSync(process.execPath, run, { cwd: root, encoding: 'utf8' })).toBe(printed);
});
