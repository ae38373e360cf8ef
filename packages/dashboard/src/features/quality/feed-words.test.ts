import { expect, test } from 'vitest';
import type { FeedFacts } from '../../api/schema.ts';
import { ageWords, driftWords, feedName } from './feed-words.ts';

const feed = (ageHours: number | null, expectedDelayHours: number): FeedFacts =>
  ({ ageHours, expectedDelayHours }) as FeedFacts;

test('feeds are named and their age is told against what is expected', () => {
  expect(['eds:ConsumptionGridAreaHour', 'covariate:temperature'].map(feedName)).toEqual([
    'eds:ConsumptionGridAreaHour',
    'covariate temperature',
  ]);
  expect([feed(null, 504), feed(1, 1), feed(600, 504), feed(0, -12), feed(3, -12)].map(ageWords)).toEqual([
    'no value yet',
    '1 hour old, expected within 1 hour',
    '600 hours old, expected within 504 hours',
    'known ahead, up to 12 hours',
    'ended 3 hours ago, expected 12 hours ahead',
  ]);
});

test('drift is told for the newest day only', () => {
  const report = { subjects: 76, runId: '' };
  expect(
    driftWords([
      { ...report, day: '2026-02-02', kind: 'observations', drifting: 3 },
      { ...report, day: '2026-02-02', kind: 'features', drifting: 0 },
      { ...report, day: '2026-02-01', kind: 'observations', drifting: 9 },
    ]),
  ).toEqual([
    '3 of 76 series drift: values lie elsewhere than on comparable days, beyond what those days move themselves.',
    'None of 76 features drifts.',
  ]);
});
