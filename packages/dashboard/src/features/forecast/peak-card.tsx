import type { ForecastGroup } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { describePeak } from './forecast-words.ts';
import { ValueWithBand } from './value-with-band.tsx';

interface PeakCardProps {
  readonly group: ForecastGroup;
  readonly clock: ZoneClock;
  readonly unit: string;
}

/** The hour with the largest forecast. */
export function PeakCard({ group, clock, unit }: PeakCardProps) {
  const { title, hour, day } = describePeak(group, clock);
  return (
    <Card title={title} className="tile">
      <p className="figure">{hour}</p>
      <p>{day}</p>
      <ValueWithBand value={group.peak.value} unit={unit} />
    </Card>
  );
}
