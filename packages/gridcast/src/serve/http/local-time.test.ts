import { expect, test } from 'vitest';
import { localIsoOfHour } from './local-time.ts';

const hour = (iso: string): number => Date.parse(iso) / 3_600_000;

test.each([
  ['2022-10-30T00:00Z', 'Europe/Copenhagen', '2022-10-30T02:00:00+02:00'],
  ['2022-10-30T01:00Z', 'Europe/Copenhagen', '2022-10-30T02:00:00+01:00'],
  ['2022-03-27T01:00Z', 'Europe/Copenhagen', '2022-03-27T03:00:00+02:00'],
  ['2022-12-31T23:00Z', 'Europe/Copenhagen', '2023-01-01T00:00:00+01:00'],
  ['2022-06-01T00:00Z', 'Asia/Kathmandu', '2022-06-01T05:45:00+05:45'],
  ['2022-06-01T00:00Z', 'UTC', '2022-06-01T00:00:00Z'],
])('%s in %s is %s', (utc, zone, local) => {
  expect(localIsoOfHour(hour(utc), zone)).toBe(local);
});
