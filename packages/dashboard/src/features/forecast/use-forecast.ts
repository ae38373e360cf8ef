import { useMemo } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import type { SourceFacts } from '../../api/schema.ts';
import { chartHours } from './chart-hours.ts';
import { observedWindow } from './observed-window.ts';

/** Which series of which forecast. */
export interface Selection {
  readonly where: readonly string[];
  readonly origin: string | undefined;
}

/** Everything that the forecast screen draws of a selection. */
export function useForecast(source: SourceFacts, { where, origin }: Selection) {
  const query = { where, origin };
  const window = observedWindow(source);
  const forecast = useAnswer('/api/v2/forecasts', { query });
  const observations = useAnswer('/api/v2/observations', {
    query: { ...query, from: window.fromUtc, to: window.toUtc },
  });
  const errors = useAnswer('/api/v2/errors', { query: { ...query, limit: 1500 } });
  const group = forecast.data?.groups[0];
  const observed = observations.data?.groups[0];
  const scored = errors.data?.hours.items;
  const hours = useMemo(
    () => chartHours({ observed, forecast: group, scored: scored ?? [] }),
    [observed, group, scored],
  );
  return {
    group,
    bandCoverage: forecast.data?.bandCoverage,
    hours,
    errors: errors.data,
    observedHours: window.observedHours,
    /** The first thing that went wrong, where nothing can be shown. */
    failure: forecast.data === undefined ? (forecast.error ?? undefined) : undefined,
    busy: forecast.isPlaceholderData || observations.isPlaceholderData,
  };
}
