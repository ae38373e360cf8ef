import { GridcastError, isoOfHour, type HourUtc } from '../core/index.ts';

/** Nothing is collected as of an hour that has not come. @throws USAGE_INVALID_VALUE */
export function refuseFuture(asOfHour: HourUtc, presentHour: HourUtc): void {
  if (asOfHour <= presentHour) return;
  const expected = `an instant up to the present hour (${isoOfHour(presentHour)}) is wanted`;
  throw new GridcastError('USAGE_INVALID_VALUE', { name: '--as-of', value: isoOfHour(asOfHour), expected });
}
