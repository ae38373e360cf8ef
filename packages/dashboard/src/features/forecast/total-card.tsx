import type { ForecastGroup } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { formatCompact, formatValue, withUnit } from '../../ui/numbers.ts';

interface TotalCardProps {
  readonly group: ForecastGroup;
  readonly unit: string;
}

/** The sum over the hours of the forecast. */
export function TotalCard({ group, unit }: TotalCardProps) {
  const { p10, p50, p90 } = group.total;
  return (
    <Card title="Sum of the next 24 hours" className="tile">
      <p className="figure">
        {withUnit(Math.abs(p50) < 10_000 ? formatValue(p50) : formatCompact(p50), unit)}
      </p>
      <p>
        {(p50 / group.hoursUtc.length).toLocaleString('en', { maximumSignificantDigits: 4 })} an hour on
        average
      </p>
      <p className="small">
        {withUnit(formatValue(p50), unit)}
        <br />
        80 % band: {formatValue(p10)} – {formatValue(p90)}
      </p>
    </Card>
  );
}
