import type { SourceFacts } from '../../api/schema.ts';
import { countOf } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';

interface FreshnessLineProps {
  readonly source: SourceFacts;
  readonly clock: ZoneClock;
}

/** How far the data reach, seen from the newest forecast. */
export function FreshnessLine({ source, clock }: FreshnessLineProps) {
  const { dataUntilUtc, originUtc, delayHours, zone } = source;
  if (dataUntilUtc === null) return <p className="freshness">Nothing is observed yet.</p>;
  const ageHours = (Date.parse(originUtc) - Date.parse(dataUntilUtc)) / 3_600_000;
  const late = ageHours - delayHours;
  return (
    <p className="freshness">
      The newest data end {clock.date(dataUntilUtc)}, {clock.time(dataUntilUtc)} ({zone}),{' '}
      {ageHours <= 0
        ? 'where the newest forecast begins'
        : `${countOf(ageHours, 'hour', 'hours')} before the newest forecast`}
      ;{' '}
      {late > 0
        ? `${countOf(late, 'hour', 'hours')} later than the feed’s delay of ${countOf(delayHours, 'hour', 'hours')}.`
        : `as fresh as the feed’s delay of ${countOf(delayHours, 'hour', 'hours')} allows.`}
    </p>
  );
}
