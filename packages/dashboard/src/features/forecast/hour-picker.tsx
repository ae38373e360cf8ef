import type { ZoneClock } from '../../ui/zone-clock.ts';

interface HourPickerProps {
  readonly hours: readonly string[];
  readonly hour: string;
  readonly clock: ZoneClock;
  readonly onPick: (hour: string) => void;
}

/** Picks an hour of the forecast: from a list, or one step on. */
export function HourPicker({ hours, hour, clock, onPick }: HourPickerProps) {
  const place = hours.indexOf(hour);
  const step = (to: string | undefined, label: string, sign: string) => (
    <button
      type="button"
      aria-label={label}
      disabled={to === undefined}
      onClick={() => to !== undefined && onPick(to)}
    >
      {sign}
    </button>
  );
  return (
    <div className="hour-picker" role="group" aria-label="Hour that is explained">
      {step(hours[place - 1], 'The hour before', '‹')}
      <select aria-label="Hour" value={hour} onChange={(event) => onPick(event.target.value)}>
        {hours.map((one) => (
          <option key={one} value={one}>
            {`${clock.day(one)}, ${clock.hour(one)}`}
          </option>
        ))}
      </select>
      {step(hours[place + 1], 'The hour after', '›')}
    </div>
  );
}
