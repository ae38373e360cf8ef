/** What the numbers of a forecast mean, in plain words. Pure. */
import type { BandCoverage, ForecastGroup } from '../../api/schema.ts';
import { countOf, formatPercent } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';

const rungWords: Readonly<Record<string, string>> = {
  model: 'the trained model',
  older_model: 'an older model, because the newest could not be used',
  level_ratio: 'the same hour of an earlier week at the present level, without a model',
  seasonal_naive: 'a copy of the newest day or week that is known, without a model',
  last_value: 'the last known value, repeated',
};

/** A rung of the fallback ladder in words. */
export function describeRung(rung: string): string {
  return rungWords[rung] ?? rung;
}

/** Who made the rows: one rung in words, or each with its share. */
export function describeRungs(rungs: Readonly<Record<string, number>>): string {
  const made = Object.entries(rungs).toSorted(([, a], [, b]) => b - a);
  const all = made.reduce((sum, [, rows]) => sum + rows, 0);
  if (made.length <= 1) return describeRung(made[0]?.[0] ?? 'unknown');
  return made.map(([rung, rows]) => `${percent(rows / all)} by ${describeRung(rung)}`).join('; ');
}

function percent(share: number): string {
  return share < 0.001 ? 'less than 0.1 %' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** How late the feed is, in words. */
export function describeDelay(delayHours: number): string {
  if (delayHours === 0) return 'none';
  const days = delayHours / 24;
  return Number.isInteger(days) ? countOf(days, 'day', 'days') : countOf(delayHours, 'hour', 'hours');
}

/** How the bands were made. */
export function describeBands({ bandMethod, seriesCount }: ForecastGroup): string {
  if (bandMethod === 'series') return 'The bands are those of this one series, as it was forecast.';
  if (bandMethod === 'correlated')
    return `The bands of this sum allow for errors of its ${countOf(seriesCount, 'series', 'series')} that partly cancel, as far as they did when the model was measured.`;
  return `The bands of this sum add up the bands of its ${countOf(seriesCount, 'series', 'series')}, as if all of them erred the same way at once. Where their errors partly cancel, the truth falls inside more often than the band says.`;
}

/** What such bands held of truths that their model had not seen. */
export function describeCoverage({ seriesCount }: ForecastGroup, coverage: BandCoverage | undefined): string {
  const held = seriesCount === 1 ? coverage?.ofSeries : coverage?.ofSums;
  const [in90, in80] = [held?.['0.9'], held?.['0.8']];
  if (coverage == null || in90 == null || in80 == null)
    return 'How many truths such bands hold was not measured.';
  const kind = seriesCount === 1 ? 'of single series' : 'of sums';
  return `On the ${countOf(coverage.origins, 'daily origin', 'daily origins')} that the model was measured on, bands ${kind} of 90 % held ${formatPercent(in90)} of the truths, those of 80 % ${formatPercent(in80)}.`;
}

/** The peak of the forecast: `title` says whether its 24 hours are one whole local day. */
export function describePeak(
  { hoursUtc, peak }: Pick<ForecastGroup, 'hoursUtc' | 'peak'>,
  clock: ZoneClock,
): { readonly title: string; readonly hour: string; readonly day: string } {
  const days = new Set(hoursUtc.map((hour) => clock.date(hour)));
  const wholeDay = days.size === 1 && clock.time(hoursUtc[0] ?? 0) === '00:00';
  return {
    title: wholeDay ? 'Tomorrow’s peak hour' : 'Peak hour of the next 24',
    hour: clock.hour(peak.hourUtc),
    day: clock.longDay(peak.hourUtc),
  };
}
