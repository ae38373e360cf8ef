/** A metric by step, a line a trial. */
import type { DescribedTrial } from '../describe-trial.ts';
import { kindOf } from '../trial-kinds.ts';
import { axes, colours, line, roundTicks, sheet, spanOf, words, type Frame } from './svg.ts';

const SIZE = { width: 560, height: 300 };
const PALETTE = [
  colours.forecast,
  '#b3261e',
  '#1a7f4b',
  colours.other,
  '#7b3fa0',
  '#00838f',
  '#5b6675',
  '#c2185b',
];

/** The steps of a metric over the trials that have it; undefined where none has. */
export function stepPlot(metric: string, trials: readonly DescribedTrial[]): string | undefined {
  const lines = trials.flatMap(({ name, kind, parentId, metrics }) => {
    const steps = metrics[metric]?.steps ?? null;
    return steps === null ? [] : [{ name: parentId === null ? kindOf({ kind }).title : name, steps }];
  });
  if (lines.length === 0) return undefined;
  const title = metric.replaceAll('_', ' ');
  const longest = Math.max(1, ...lines.map(({ steps }) => steps.length - 1));
  const frame: Frame = {
    left: 60,
    top: 36,
    width: 340,
    height: 220,
    x: [0, longest],
    y: spanOf([0, ...lines.flatMap(({ steps }) => steps)]),
  };
  return sheet({ ...SIZE, title }, [
    words(title, { x: 12, y: 19, bold: true, fill: colours.truth }),
    axes(frame, { x: roundTicks(frame.x, 5), y: roundTicks(frame.y) }),
    ...lines.flatMap(({ name, steps }, i) => {
      const stroke = PALETTE[i % PALETTE.length] ?? colours.line;
      const points = steps.map((value, step): [number, number | null] => [step, value]);
      return [
        line(frame, points, { stroke, width: i === 0 ? 2 : 1.2 }),
        words(name, { x: 415, y: 48 + 16 * i, fill: stroke }),
      ];
    }),
  ]);
}
