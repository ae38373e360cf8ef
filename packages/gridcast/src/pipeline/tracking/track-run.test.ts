import { expect, test } from 'vitest';
import { GridcastError } from '../../core/index.ts';
import { sentenceOf } from './track-run.ts';

test('what was thrown is kept with its code, bounded and without passwords', () => {
  const refused = new Error('connect postgres://me:hunter2@host/db?password=hunter3 failed');
  expect(sentenceOf(refused)).toBe('connect postgres://me:***@host/db?password=*** failed');
  const known = new GridcastError('TUNE_WORKER_FAILED', { reason: refused.message, memoryMiB: 5 });
  expect(sentenceOf(known)).toMatch(/^TUNE_WORKER_FAILED: .*me:\*\*\*@host/u);
  expect(sentenceOf('x'.repeat(5000))).toHaveLength(1000);
});
