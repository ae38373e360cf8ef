import type { ExplainedHour } from '../../api/schema.ts';
import { formatValue } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { whyLines } from './why.ts';

interface WhyTableProps {
  readonly explained: ExplainedHour;
  readonly unit: string;
  readonly clock: ZoneClock;
}

/** From the start to the forecast, the largest move first; the values of all rows but the last sum to the last. */
export function WhyTable({ explained, unit, clock }: WhyTableProps) {
  const { start, recomputed } = explained;
  const from = start.hoursUtc.map((hour) => `${clock.day(hour)}, ${clock.hour(hour)}`).join(' · ');
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatValue(value)}`;
  return (
    <div className="scroll-x">
      <table className="why-table">
        <thead>
          <tr>
            <th scope="col">What moved it</th>
            <th scope="col" className="wide">
              Size
            </th>
            <th scope="col">{unit === '' ? 'Value' : unit}</th>
          </tr>
        </thead>
        <tbody>
          <tr className="why-end">
            <th scope="row">
              Start: {start.words} {from !== '' && <small>{from}</small>}
            </th>
            <td className="wide" />
            <td>{formatValue(start.value)}</td>
          </tr>
          {whyLines(explained).map(({ name, words, value, from: begin, length }) => (
            <tr key={name}>
              <th scope="row">{words}</th>
              <td className="wide">
                <svg className="why-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                  <rect
                    className={value < 0 ? 'down' : 'up'}
                    x={begin * 100}
                    width={length * 100}
                    height="12"
                  />
                </svg>
              </td>
              <td>{signed(value)}</td>
            </tr>
          ))}
          <tr className="why-end">
            <th scope="row">Forecast</th>
            <td className="wide" />
            <td>{formatValue(recomputed)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
