import { useCallback, useMemo } from 'react';
import type { Trial } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { formatValue } from '../../ui/numbers.ts';
import { PlotFigure } from '../../ui/plot-figure.tsx';
import { colourAt, drawSteps, STEPS_HEIGHT } from './draw-steps.ts';
import { metricName } from './run-words.ts';
import { stepLines, stepUnit } from './step-lines.ts';

interface StepsCardProps {
  readonly metric: string;
  /** What the line of the main trial is called. */
  readonly title: string;
  readonly trials: readonly Trial[];
}

/** One metric by lead, origin, round or trial, with its numbers for those who do not see the picture. */
export function StepsCard({ metric, title, trials }: StepsCardProps) {
  const points = useMemo(() => stepLines(metric, trials, title), [metric, trials, title]);
  const names = useMemo(() => [...new Set(points.map(({ name }) => name))], [points]);
  const words = { x: stepUnit(metric), y: metricName(metric) };
  const { x, y } = words;
  const draw = useCallback(
    (width: number) => drawSteps(points, names, { x, y, width }),
    [points, names, x, y],
  );
  const steps = 1 + Math.max(...points.map(({ step }) => step));
  const valueOf = (name: string, step: number): string => {
    const value = points.find((point) => point.name === name && point.step === step)?.value;
    return value === null || value === undefined ? '–' : formatValue(value);
  };
  return (
    <Card title={metricName(metric)}>
      <PlotFigure
        draw={draw}
        height={STEPS_HEIGHT}
        label={`Line chart: ${y}, by ${x.toLowerCase()}, of ${names.join(', ')}. The table below holds the numbers.`}
        legend={
          <ul className="step-legend" aria-hidden="true">
            {names.map((name, place) => (
              <li key={name}>
                <span style={{ background: colourAt(place) }} />
                {name}
              </li>
            ))}
          </ul>
        }
      />
      <details>
        <summary className="small">The chart as a table</summary>
        <div className="scroll-x step-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{x}</th>
                {names.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: steps }, (_, step) => (
                <tr key={step}>
                  <th scope="row">{step}</th>
                  {names.map((name) => (
                    <td key={name}>{valueOf(name, step)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </Card>
  );
}
