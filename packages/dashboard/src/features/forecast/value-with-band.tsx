import type { ForecastGroup } from '../../api/schema.ts';
import { formatValue, withUnit } from '../../ui/numbers.ts';

interface ValueWithBandProps {
  readonly value: Pick<ForecastGroup['total'], 'p10' | 'p50' | 'p90'>;
  readonly unit: string;
}

/** The exact value of a tile, with its band. */
export function ValueWithBand({ value: { p10, p50, p90 }, unit }: ValueWithBandProps) {
  return (
    <p className="small">
      {withUnit(formatValue(p50), unit)}
      <br />
      80 % band: {formatValue(p10)} – {formatValue(p90)}
    </p>
  );
}
