import { formatValue } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { quantileNames, type ChartHour } from './chart-hours.ts';
import './hours-table.css';

interface HoursTableProps {
  readonly hours: readonly ChartHour[];
  readonly clock: ZoneClock;
  readonly unit: string;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
}

/** The chart as a table, newest hour first. */
export function HoursTable({ hours, clock, unit, open, onToggle }: HoursTableProps) {
  const cell = (value: number | undefined): string => (value === undefined ? '' : formatValue(value));
  return (
    <details className="hours-table" open={open} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>The chart as a table</summary>
      {open && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
        <div className="scroll" tabIndex={0} role="region" aria-label="Hours of the chart">
          <table>
            <caption>
              {unit === '' ? 'Values without a unit' : `Values in ${unit}`}; hours by their start, local time
              of {clock.zone}
            </caption>
            <thead>
              <tr>
                <th scope="col">Hour</th>
                <th scope="col">Observed</th>
                <th scope="col">Earlier forecast</th>
                {quantileNames.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {hours.toReversed().map((hour) => (
                <tr key={hour.atMs}>
                  <th scope="row">
                    {clock.dayTime(hour.atMs)} <small>{clock.offset(hour.atMs)}</small>
                  </th>
                  <td>
                    {cell(hour.observed)}
                    {hour.partial && ' (not all series)'}
                  </td>
                  <td>{cell(hour.earlier)}</td>
                  {quantileNames.map((name) => (
                    <td key={name}>{cell(hour.forecast?.[name])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
