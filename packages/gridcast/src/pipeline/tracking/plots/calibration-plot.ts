/** Nominal against realised: how often the truth lay at or below each quantile. */
import type { QuantileShare } from '../evidence.ts';
import { atX, atY, axes, colours, line, sheet, words, type Frame, type Ticks } from './svg.ts';

const SIZE = { width: 560, height: 420 };
const TITLE = 'Calibration: share of truths at or below each quantile';

export function calibrationPlot(quantiles: readonly QuantileShare[]): string {
  const frame: Frame = { left: 60, top: 44, width: 330, height: 330, x: [0, 1], y: [0, 1] };
  const ticks: Ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => [share, `${100 * share} %`]);
  const points = quantiles.flatMap(({ nominal, realised }): [number, number][] =>
    realised === null ? [] : [[nominal, realised]],
  );
  return sheet({ ...SIZE, title: TITLE }, [
    words(TITLE, { x: 12, y: 19, bold: true, fill: colours.truth }),
    words('realised, by nominal share', { x: 60, y: 38 }),
    axes(frame, { x: ticks, y: ticks }),
    line(
      frame,
      [
        [0, 0],
        [1, 1],
      ],
      { stroke: colours.other, dash: '4 3', width: 1 },
    ),
    line(frame, points, { stroke: colours.forecast }),
    ...points.map(
      ([x, y]) =>
        `<circle cx="${atX(frame, x).toFixed(1)}" cy="${atY(frame, y).toFixed(1)}" r="3.5" fill="${colours.forecast}"/>`,
    ),
    ...quantiles.map(({ name, realised }, i) =>
      words(`${name}: ${realised === null ? '–' : `${(100 * realised).toFixed(1)} %`}`, {
        x: 420,
        y: 62 + 18 * i,
      }),
    ),
  ]);
}
