import { useCallback, useMemo } from 'react';
import type { SelectionErrors } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { countOf, formatPercent } from '../../ui/numbers.ts';
import { PlotFigure } from '../../ui/plot-figure.tsx';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { dailyErrors } from './daily-errors.ts';
import { drawErrors, errorLegend, ERRORS_HEIGHT } from './draw-errors.ts';

interface ErrorsCardProps {
  readonly errors: SelectionErrors;
  readonly clock: ZoneClock;
  readonly busy: boolean;
}

const names = { forecast: 'Forecast', naive_24: 'Naive 24', naive_168: 'Naive 168' } as const;

/** How far published forecasts were from the truth, over time and in total. */
export function ErrorsCard({ errors, clock, busy }: ErrorsCardProps) {
  const daily = useMemo(() => dailyErrors(errors.hours.items, clock.date), [errors, clock]);
  const draw = useCallback((width: number) => drawErrors(daily, clock, width), [daily, clock]);
  if (errors.origins === 0) {
    return (
      <Card title="Error so far">
        <p>
          No published forecast of this selection has met its truth yet. The first errors stand here after a
          run that collects the hours of an earlier forecast.
        </p>
      </Card>
    );
  }
  const { naive_24: lag24, naive_168: lag168 } = errors.naiveLagHours;
  return (
    <Card title="Error so far, day by day" busy={busy}>
      <PlotFigure
        draw={draw}
        height={ERRORS_HEIGHT}
        label="Line chart: the error of the sum on each day, of the forecast and of both naive copies. The table below holds the totals."
        legend={
          <ul className="error-legend" aria-hidden="true">
            {errorLegend.map(({ name, colour }) => (
              <li key={name}>
                <span style={{ background: colour }} />
                {name}
              </li>
            ))}
          </ul>
        }
      />
      <div className="scroll-x">
        <table>
          <caption>
            {countOf(errors.hours.total, 'hour', 'hours')} of{' '}
            {countOf(errors.origins, 'forecast', 'forecasts')}. Naive 24 copies the value {lag24} h before,
            naive 168 that {lag168} h before.
          </caption>
          <thead>
            <tr>
              <th scope="col">Forecaster</th>
              <th scope="col">WAPE of the sum</th>
              <th scope="col">WAPE of the series</th>
              <th scope="col">MAPE of the series</th>
              <th scope="col">Bias of the sum</th>
            </tr>
          </thead>
          <tbody>
            {errors.ofTotal.map((total, place) => (
              <tr key={total.forecaster}>
                <th scope="row">{names[total.forecaster]}</th>
                <td>{formatPercent(total.wape)}</td>
                <td>{formatPercent(errors.ofSeries[place]?.wape)}</td>
                <td>{formatPercent(errors.ofSeries[place]?.mape)}</td>
                <td>{formatPercent(total.bias)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
