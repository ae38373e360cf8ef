/** Metrics of errors and bands that trainings and backtests are tracked with alike. */
import type { ForecastErrors } from '../../core/index.ts';
import type { Evidence } from './evidence.ts';
import type { Metric } from './trial-record.ts';

export function errorMetrics(errors: ForecastErrors): Metric[] {
  return (['mase', 'wape', 'mape', 'rmsse', 'bias'] as const).map((name) => ({ name, value: errors[name] }));
}

/** The coverage of bands by their share, and the mean pinball loss where it is known. */
export function bandMetrics(
  coverage: Readonly<Record<string, number | null>>,
  evidence: Evidence | undefined,
): Metric[] {
  const pinballs = (evidence?.quantiles ?? []).flatMap(({ pinball }) => pinball ?? []);
  return [
    ...Object.entries(coverage).map(([share, value]) => ({
      name: `coverage_${Math.round(100 * Number(share))}`,
      value,
    })),
    ...(pinballs.length === 0
      ? []
      : [{ name: 'pinball', value: pinballs.reduce((sum, one) => sum + one, 0) / pinballs.length }]),
  ];
}
