/** Origins of a backtest, as people write them. */
import { GridcastError, hourOfMs, isoOfHour, msOfHour, parseInstant, type HourUtc } from '../core/index.ts';

export const HORIZON_HOURS = 24;

/** What `--origins` may be resolved against: the hours whose truth is present. */
export interface TruthWindow {
  readonly firstHour: HourUtc;
  /** The newest hour whose truth is present. */
  readonly lastHour: HourUtc;
}

const EXPECTED =
  'ISO instants with commas, FROM..TO/24h, or last:N (the last N origins at 23:00 UTC whose 24 truths are present) are wanted';

/**
 * Reads `--origins`: ISO instants with commas, `FROM..TO/STEPh` (TO included where a step meets it), or `last:N`.
 *
 * @returns ascending distinct origins.
 * @throws USAGE_INVALID_VALUE naming the part that does not fit; for `last:N` where fewer than N origins have their truth.
 */
export function parseOrigins(text: string, truth: TruthWindow): HourUtc[] {
  const last = /^last:([1-9]\d*)$/.exec(text);
  if (last) return lastOrigins(Number(last[1]), truth, text);
  const range = /^(.+)\.\.(.+)\/([1-9]\d*)h$/.exec(text);
  if (range) {
    const [start, end] = [origin(range[1] ?? '', text), origin(range[2] ?? '', text)];
    const step = Number(range[3]);
    if (end < start) throw invalid(text, `${isoOfHour(start)} lies after ${isoOfHour(end)}`);
    return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => start + i * step);
  }
  const origins = text.split(',').map((part) => origin(part, text));
  return [...new Set(origins)].sort((a, b) => a - b);
}

function lastOrigins(count: number, truth: TruthWindow, text: string): HourUtc[] {
  const origins: HourUtc[] = [];
  const newest = truth.lastHour - HORIZON_HOURS + 1;
  for (let hour = newest; origins.length < count && hour > truth.firstHour; hour--) {
    if (new Date(msOfHour(hour)).getUTCHours() === 23) origins.push(hour);
  }
  if (origins.length < count) throw invalid(text, `only ${origins.length} such origins have their 24 truths`);
  return origins.reverse();
}

function origin(part: string, text: string): HourUtc {
  const ms = parseInstant(part);
  if (ms === undefined) throw invalid(text, `${EXPECTED} ("${part}" is none)`);
  const hour = hourOfMs(ms);
  if (msOfHour(hour) !== ms) throw invalid(text, `an origin is an instant on the hour ("${part}" is not)`);
  return hour;
}

function invalid(value: string, expected: string): GridcastError {
  return new GridcastError('USAGE_INVALID_VALUE', { name: '--origins', value, expected });
}
