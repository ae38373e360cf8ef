import { GridcastError, hourOfMs, isoOfHour, parseInstant } from '../../core/index.ts';
import type { DayWindow } from '../../monitor/index.ts';
import type { FlagValues } from '../command.ts';

/** Reads a flag of the form `2023-01-01..2023-01-08`, the last day not included; absent stays absent. */
export function readDays(name: string, value: FlagValues[string]): DayWindow | undefined {
  if (value === undefined) return undefined;
  const [from, to, ...rest] = String(value).split('..').map(dayOf);
  if (from === undefined || to === undefined || rest.length > 0 || to <= from) {
    const expected = 'two days are wanted, the last one not included, such as 2023-01-01..2023-01-29';
    throw new GridcastError('USAGE_INVALID_VALUE', { name, value: String(value), expected });
  }
  return { from, to };
}

function dayOf(text: string): number | undefined {
  const ms = parseInstant(text);
  return ms === undefined ? undefined : Math.floor(hourOfMs(ms) / 24);
}

/** A day as people write it. */
export function isoOfDay(day: number): string {
  return isoOfHour(day * 24).slice(0, 10);
}
