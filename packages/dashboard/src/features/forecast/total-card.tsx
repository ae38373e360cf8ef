import type { ForecastGroup } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { formatCompact, formatValue, withUnit } from '../../ui/numbers.ts';
import { ValueWithBand } from './value-with-band.tsx';

interface TotalCardProps {
  readonly group: ForecastGroup;
  readonly unit: string;
}

/** The sum over the hours of the forecast. */
export function TotalCard({ group, unit }: TotalCardProps) {
  const { p50 } = group.total;
  return (
    <Card title="Sum of the next 24 hours" className="tile">
      <p className="figure">
        {withUnit(Math.abs(p50) < 10_000 ? formatValue(p50) : formatCompact(p50), unit)}
      </p>
      <p>
        {(p50 / group.hoursUtc.length).toLocaleString('en', { maximumSignificantDigits: 4 })} an hour on
        average
      </p>
      <ValueWithBand value={group.total} unit={unit} />
    </Card>
  );
}
