import type { ForecastGroup } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { formatValue, withUnit } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { describePeak } from './forecast-words.ts';

interface PeakCardProps {
  readonly group: ForecastGroup;
  readonly clock: ZoneClock;
  readonly unit: string;
}

/** The hour with the largest forecast. */
export function PeakCard({ group, clock, unit }: PeakCardProps) {
  const { title, hour, day } = describePeak(group, clock);
  const { p10, p50, p90 } = group.peak.value;
  return (
    <Card title={title} className="tile">
      <p className="figure">{hour}</p>
      <p>{day}</p>
      <p className="small">
        {withUnit(formatValue(p50), unit)}
        <br />
        80 % band: {formatValue(p10)} – {formatValue(p90)}
      </p>
    </Card>
  );
}
