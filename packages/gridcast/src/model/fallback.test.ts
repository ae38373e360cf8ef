import { describe, expect, test } from 'vitest';
import type { Panel } from '../core/index.ts';
import { forecastFallback, type FallbackForecast } from './fallback.ts';
import type { HistoryClock } from './history.ts';

const START = 400_008;
const DELAY = 216;
/** Days 10 and 11 are like none. */
const ODD_DAYS = [10, 11];

const weekday = (day: number): number => day % 7;
const dayClass = (day: number): number => (ODD_DAYS.includes(day) ? 4 : Math.max(0, weekday(day) - 4));

function clockOf(hours: number): HistoryClock {
  const all = Int32Array.from({ length: hours }, (_, hour) => hour);
  return {
    startHour: START,
    localHour: all.map((hour) => hour % 24),
    weekday: all.map((hour) => 1 + weekday(Math.floor(hour / 24))),
    dayClass: all.map((hour) => dayClass(Math.floor(hour / 24))),
    sunElevation: new Float64Array(hours),
  };
}

/** Workdays of 100, off days of 60, a wobble of at most 1, and 500 on the odd days. */
function panelOf(days: number): Panel {
  const values = Float64Array.from({ length: days * 24 }, (_, hour) => {
    const day = Math.floor(hour / 24);
    const usual = ODD_DAYS.includes(day) ? 500 : weekday(day) > 4 ? 60 : 100;
    return usual + Math.sin(hour * hour);
  });
  return { keyNames: ['k'], series: [['a']], startHour: START, hours: values.length, values };
}

function forecastAfter(days: number, likeDays?: Float64Array): FallbackForecast {
  const panel = panelOf(days);
  const clock = clockOf(panel.hours + DELAY + 24);
  const known = likeDays === undefined ? {} : { likeDays };
  const made = forecastFallback({ panel, clock, series: 0, delayHours: DELAY, ...known });
  if (made === undefined) throw new Error('no forecast');
  return made;
}

const widthOf = ({ quantiles }: FallbackForecast): number =>
  Math.max(...quantiles.p95.map((upper, lead) => upper - (quantiles.p05[lead] as number)));

describe('bands of copied days', () => {
  const likeDays = new Float64Array(24).fill(100);

  test('are as wide as copied days were off, whatever days that are like none did', () => {
    const [like, weeks] = [forecastAfter(30, likeDays), forecastAfter(30)];
    expect([like.rung, like.start.copied]).toEqual(['seasonal_naive', 'like3']);
    expect(widthOf(like)).toBeGreaterThan(1);
    expect(widthOf(like)).toBeLessThan(6);
    expect(weeks.start.copied).toBe('week');
    expect(widthOf(weeks)).toBeGreaterThan(300);
  });

  test('are wider the fewer days tell them', () => {
    expect(widthOf(forecastAfter(13, likeDays))).toBeGreaterThan(1.05 * widthOf(forecastAfter(50, likeDays)));
  });

  test('come from whole weeks where no day alike is as old as the delay asks', () => {
    const early = forecastAfter(10, likeDays);
    expect(early.start.copied).toBe('like3');
    expect(early.quantiles.p95.every(Number.isFinite)).toBe(true);
    expect(widthOf(early)).toBeGreaterThan(2 * widthOf(forecastAfter(50, likeDays)));
  });
});
