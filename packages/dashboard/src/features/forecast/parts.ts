/** The parts of a selection, largest first. Pure. */
import type { ForecastGroup, SourceFacts } from '../../api/schema.ts';
import { wantedValue } from '../../app/view-state.ts';
import { nameValue } from '../../ui/key-names.ts';

/** One part of a selection. */
export interface Part {
  readonly value: string;
  readonly name: string;
  readonly reading: boolean;
  readonly seriesCount: number;
  readonly total: number;
  /** Of the sum over all parts; absent where parts of both signs make that meaningless. */
  readonly share: number | undefined;
  readonly peakUtc: string;
  readonly hourly: readonly number[];
  /** Whether rows of it came from lower down the fallback ladder. */
  readonly fallback: boolean;
}

/** The keys whose values can still tell parts apart. */
export function freeKeys(source: Pick<SourceFacts, 'keys'>, where: readonly string[]): readonly string[] {
  const names = source.keys.map(({ name }) => name);
  return source.keys
    .filter(({ name, valueCount }) => valueCount > 1 && wantedValue(where, name, names) === undefined)
    .map(({ name }) => name);
}

/** Shapes the groups of one key. */
export function partsOf(groups: readonly ForecastGroup[], key: string): readonly Part[] {
  const totals = groups.map(({ total }) => total.p50);
  const oneSign = totals.every((total) => total >= 0) || totals.every((total) => total <= 0);
  const whole = totals.reduce((sum, total) => sum + total, 0);
  return groups
    .map(({ key: values, labels, seriesCount, total, peak, quantiles, rungs }) => {
      const value = values[key] ?? '';
      const label = labels[key];
      return {
        value,
        name: nameValue(value, label),
        reading: label?.official === false,
        seriesCount,
        total: total.p50,
        share: oneSign && whole !== 0 ? total.p50 / whole : undefined,
        peakUtc: peak.hourUtc,
        hourly: quantiles.p50,
        fallback: Object.keys(rungs).some((rung) => rung !== 'model'),
      };
    })
    .toSorted((a, b) => b.total - a.total);
}

/** The points of a line through numbers in a box of 100 × 24, as an SVG path; a flat line lies in the middle. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  const step = 100 / Math.max(1, values.length - 1);
  return values
    .map((value, i) => {
      const y = range === 0 ? 12 : 22 - ((value - low) / range) * 20;
      return `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
