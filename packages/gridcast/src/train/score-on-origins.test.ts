import { expect, test } from 'vitest';
import { unseenOrigins } from './score-on-origins.ts';

test('a model has seen no truth of the origins that it may be scored on', () => {
  const origins = [100, 124, 148, 172, 196];
  expect(unseenOrigins({ origins }, { asOf: 148, delayHours: 0 }, 7)).toEqual([148, 172, 196]);
  // behind a hole it had not even seen the hours before it
  expect(unseenOrigins({ origins }, { asOf: 148, delayHours: 30 }, 7)).toEqual([124, 148, 172, 196]);
  expect(unseenOrigins({ origins }, { asOf: 100, delayHours: 0 }, 2)).toEqual([172, 196]);
  expect(unseenOrigins({ origins }, { asOf: 100, delayHours: 0 }, 0)).toEqual([]);
  expect(unseenOrigins({ origins }, { asOf: 400, delayHours: 0 }, 7)).toEqual([]);
});
