import { expect, test } from 'vitest';
import { observedWindow } from './observed-window.ts';

const originUtc = '2023-01-21T23:00:00Z';

test.each([
  ['fresh data', '2023-01-21T23:00:00Z', '2023-01-14T23:00:00.000Z', 168],
  ['data 14 days late', '2023-01-07T23:00:00Z', '2022-12-31T23:00:00.000Z', 504],
  ['data newer than an old forecast', '2023-02-21T23:00:00Z', '2023-01-14T23:00:00.000Z', 168],
  ['no data', null, '2023-01-14T23:00:00.000Z', 168],
  ['data years late: as far back as the API goes', '2020-01-01T00:00:00Z', '2022-11-21T23:00:00.000Z', 744],
])('%s', (_name, dataUntilUtc, fromUtc, observedHours) => {
  expect(observedWindow({ originUtc, dataUntilUtc })).toEqual({
    fromUtc,
    toUtc: '2023-01-22T23:00:00.000Z',
    observedHours,
  });
});
