/** The chart in a sentence, for those who do not see it. Pure. */
import type { ForecastGroup } from '../../api/schema.ts';
import { formatValue, withUnit } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import type { ChartHour } from './chart-hours.ts';

export function summarise(parts: {
  readonly group: Pick<ForecastGroup, 'peak' | 'quantiles' | 'hoursUtc'>;
  readonly hours: readonly ChartHour[];
  readonly clock: ZoneClock;
  readonly unit: string;
}): string {
  const { group, hours, clock, unit } = parts;
  const observed = hours.filter((hour) => hour.observed !== undefined);
  const first = observed[0];
  const last = observed.at(-1);
  const seen =
    first === undefined || last === undefined
      ? 'Nothing observed.'
      : `${observed.length} observed hours from ${clock.dayTime(first.atMs)} to ${clock.dayTime(last.atMs)}.`;
  const { p05, p50, p95 } = group.peak.value;
  const value = (number: number): string => withUnit(formatValue(number), unit);
  return `Line chart. ${seen} Forecast of ${group.hoursUtc.length} hours between ${value(Math.min(...group.quantiles.p50))} and ${value(p50)}; the peak is ${clock.dayTime(group.peak.hourUtc)}, between ${value(p05)} and ${value(p95)} with 90 % probability. Local time of ${clock.zone}. The same numbers stand in the table below.`;
}
