/** How far means of days of the same kind were off in the past, as they would have been copied at the same delay. */
import { baselineLagHours, seriesValues, type Panel } from '../core/index.ts';
import type { ScoredDays } from './evidence.ts';
import type { HistoryClock } from './history.ts';

const LEADS = 24;
/** Kinds of days by day class: Sundays and holidays are alike; semi days are like none. */
const KINDS = [0, 1, 2, 2];
/** As many samples as the forecast takes. */
const SAMPLES = 3;

export interface LikeErrorsInput {
  readonly panel: Panel;
  readonly clock: HistoryClock;
  readonly series: number;
  readonly delayHours: number;
}

/**
 * |value - mean of the newest three of the same local hour and kind of day| of the hours that the clock knows, in days up to the panel's end;
 * NaN where value or samples are not known. Samples are as old as they must be at the delay.
 */
export function likeErrors({ panel, clock, series, delayHours }: LikeErrorsInput): ScoredDays {
  const values = seriesValues(panel, series);
  const days = Math.floor((panel.startHour + panel.hours - clock.startHour) / LEADS);
  const first = panel.hours - days * LEADS;
  const facts = panel.startHour - clock.startHour;
  const lag = baselineLagHours(LEADS, delayHours);
  const samples = new Map<number, number[]>();
  const bucketOf = (place: number): number | undefined => {
    const kind = KINDS[clock.dayClass[place + facts] ?? -1];
    return kind === undefined ? undefined : LEADS * kind + (clock.localHour[place + facts] as number);
  };
  const scores = Float64Array.from({ length: days * LEADS }, (_, i) => {
    addSample(samples, bucketOf(first + i - lag), values[first + i - lag]);
    const like = samples.get(bucketOf(first + i) ?? -1) ?? [];
    return Math.abs((values[first + i] as number) - like.reduce((sum, one) => sum + one, 0) / like.length);
  });
  return { scores, rowsPerOrigin: LEADS, delayHours };
}

/** Puts a value to those of its kind, of which the newest are kept. */
function addSample(
  samples: Map<number, number[]>,
  bucket: number | undefined,
  value: number | undefined,
): void {
  if (bucket === undefined || value === undefined || Number.isNaN(value)) return;
  samples.set(bucket, [...(samples.get(bucket) ?? []), value].slice(-SAMPLES));
}
