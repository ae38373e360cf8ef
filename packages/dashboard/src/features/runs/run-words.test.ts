import { expect, test } from 'vitest';
import type { Trial } from '../../api/schema.ts';
import { describeBelow, describeTrial, metricName, metricText, tookOf } from './run-words.ts';
import { stepLines, stepUnit } from './step-lines.ts';

const trial = (more: Partial<Trial>): Trial =>
  ({
    id: 'a',
    parentId: null,
    name: 'train',
    status: 'done',
    message: null,
    parameters: {},
    metrics: {},
    ...more,
  }) as Trial;

test('metrics, durations and counts read naturally', () => {
  expect(metricName('later_mase_in_force')).toBe('later MASE in force');
  expect([0, 999, 61_000, null].map(tookOf)).toEqual(['0 ms', '999 ms', '1 min 1 s', '–']);
  expect(metricText(trial({ metrics: { mase: { value: 0.43214, steps: null } } }), 'mase')).toBe('0.432');
  expect(metricText(trial({ metrics: { rows: { value: 5472, steps: null } } }), 'rows')).toBe('5,472');
  expect(metricText(trial({}), 'mase')).toBe('–');
  expect(describeBelow({ below: 51, ended: { done: 40, pruned: 11 } }, 25)).toBe(
    'the best 25 of 51: 40 done, 11 pruned',
  );
  expect(describeBelow({ below: 4, ended: { done: 4 } }, 4)).toBe('');
  expect(describeBelow({ below: 3, ended: { done: 2, failed: 1 } }, 3)).toBe('2 done, 1 failed');
});

test('a trial tells what it was set to, or why it came to nothing', () => {
  const parameters = { rounds: 40, loss: 'huber' };
  expect(describeTrial(trial({ parameters }))).toBe('rounds 40, loss huber');
  expect(describeTrial(trial({ parameters, status: 'failed', message: 'no memory' }))).toBe('no memory');
});

test('steps become lines, gaps and all, of no more trials than can be told apart', () => {
  const steps = (values: (number | null)[]) => ({ loss: { value: null, steps: values } });
  const main = trial({ metrics: steps([1, null, 0.5]) });
  const member = trial({ parentId: 'a', name: 'linear', metrics: steps([2, 1]) });
  const without = trial({ parentId: 'a', name: 'profile', metrics: steps([null, null]) });
  expect(stepLines('loss', [main, without, member], 'ensemble')).toEqual([
    { step: 0, value: 1, name: 'ensemble' },
    { step: 1, value: null, name: 'ensemble' },
    { step: 2, value: 0.5, name: 'ensemble' },
    { step: 0, value: 2, name: 'linear' },
    { step: 1, value: 1, name: 'linear' },
  ]);
  expect(stepLines('mase', [main], 'ensemble')).toEqual([]);
  const many = Array.from({ length: 30 }, (_, i) =>
    trial({ parentId: 'a', name: `m${i}`, metrics: steps([1]) }),
  );
  expect(stepLines('loss', many)).toHaveLength(8);
  expect(stepUnit('wape_by_lead')).toBe('Lead, hours');
});
