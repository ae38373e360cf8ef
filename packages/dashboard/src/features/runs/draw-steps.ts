/** The picture of a metric by step. */
import * as Plot from '@observablehq/plot';
import { formatValue } from '../../ui/numbers.ts';
import type { StepPoint } from './step-lines.ts';

export const STEPS_HEIGHT = 240;

const palette = [
  'var(--accent-strong)',
  'var(--earlier)',
  'var(--good)',
  'var(--muted)',
  'var(--bad)',
  'var(--warn)',
  'var(--accent)',
  'var(--ink)',
];

/** The colour of the line at a place; the first is the whole. */
export function colourAt(place: number): string {
  return palette[place % palette.length] ?? 'var(--ink)';
}

interface Words {
  readonly x: string;
  readonly y: string;
}

/** Draws the lines at a width in pixels; `names` in the order of their colours. */
export function drawSteps(
  points: readonly StepPoint[],
  names: readonly string[],
  { x, y, width }: Words & { readonly width: number },
): Element {
  const colour = ({ name }: StepPoint): string => colourAt(names.indexOf(name));
  const last = Math.max(1, ...points.map(({ step }) => step));
  const channels = { x: 'step', y: 'value' } as const;
  return Plot.plot({
    width,
    height: STEPS_HEIGHT,
    marginLeft: 58,
    marginRight: 14,
    marginTop: 28,
    marginBottom: 44,
    style: { fontSize: '12px', fontFamily: 'inherit', background: 'transparent', color: 'var(--muted)' },
    x: {
      label: x,
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: 36,
      tickSize: 0,
      ticks: Math.min(8, last),
      tickFormat: 'd',
    },
    y: { label: y, labelArrow: 'none', nice: true, ticks: 5, tickSize: 0 },
    marks: [
      Plot.gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      Plot.lineY(points, { ...channels, z: 'name', stroke: colour, strokeWidth: 1.75 }),
      Plot.tip(
        points,
        Plot.pointer({
          ...channels,
          title: ({ name, step, value }: StepPoint) =>
            `${name}\n${x} ${step}: ${value === null ? 'not known' : formatValue(value)}`,
          fill: 'var(--card)',
          stroke: 'var(--line-strong)',
          fontSize: 12.5,
        }),
      ),
    ],
  });
}
