import { useCallback } from 'react';
import { PlotFigure } from '../../ui/plot-figure.tsx';
import { CHART_HEIGHT, drawForecast, type ForecastPicture } from './draw-forecast.ts';
import './forecast-chart.css';

interface ForecastChartProps extends ForecastPicture {
  /** What the chart shows, in a sentence. */
  readonly label: string;
}

/** The last week and the next 24 hours with their bands. */
export function ForecastChart({ label, hours, originMs, clock, unit }: ForecastChartProps) {
  const draw = useCallback(
    (width: number) => drawForecast({ hours, originMs, clock, unit }, width),
    [hours, originMs, clock, unit],
  );
  const hasEarlier = hours.some(({ earlier }) => earlier !== undefined);
  return (
    <PlotFigure
      draw={draw}
      label={label}
      height={CHART_HEIGHT}
      legend={
        <ul className="legend" aria-hidden="true">
          <li className="legend-observed">Observed</li>
          {hasEarlier && <li className="legend-earlier">Earlier forecasts</li>}
          <li className="legend-forecast">Forecast (p50)</li>
          <li className="legend-band band-50">p25–p75</li>
          <li className="legend-band band-80">p10–p90</li>
          <li className="legend-band band-90">p05–p95</li>
        </ul>
      }
    />
  );
}
