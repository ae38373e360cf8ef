/** Residuals: how they are spread, and how they and the error grow with the lead. */
import type { Evidence } from '../evidence.ts';
import { axes, box, colours, line, roundTicks, sheet, spanOf, words, type Frame } from './svg.ts';

const SIZE = { width: 1140, height: 300 };
const TITLE = 'Residuals of the ensemble, in units of the daily movement of the series';

export function residualPlot({ residuals, errors }: Evidence): string {
  return sheet({ ...SIZE, title: TITLE }, [
    words(TITLE, { x: 12, y: 19, bold: true, fill: colours.truth }),
    ...histogram(residuals),
    ...byLead({ residuals, errors }),
  ]);
}

function histogram({ low, width, counts }: Evidence['residuals']): string[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => (total === 0 ? 0 : (100 * count) / total));
  const high = low + width * counts.length;
  const frame: Frame = {
    left: 60,
    top: 48,
    width: 480,
    height: 210,
    x: [low, high],
    y: [0, Math.max(1, ...shares)],
  };
  return [
    words('% of hours, by forecast − truth', { x: 60, y: 40 }),
    axes(frame, { x: roundTicks(frame.x, 6), y: roundTicks(frame.y) }),
    ...shares.map((share, i) => box(frame, [low + i * width, 0], [low + (i + 0.9) * width, share])),
  ];
}

function byLead({ residuals, errors }: Pick<Evidence, 'residuals' | 'errors'>): string[] {
  const all = [...errors.flatMap(({ byLead: values }) => values), ...residuals.biasByLead, 0];
  const frame: Frame = { left: 640, top: 48, width: 360, height: 210, x: [0, 23], y: spanOf(all) };
  const points = (values: readonly (number | null)[]): [number, number | null][] =>
    values.map((value, lead) => [lead, value]);
  const members = errors.slice(1);
  return [
    words('mean error and bias, by lead in hours', { x: 640, y: 40 }),
    axes(frame, { x: [0, 6, 12, 18, 23].map((lead) => [lead, String(lead)]), y: roundTicks(frame.y) }),
    ...members.map(({ byLead: values }) => line(frame, points(values), { stroke: colours.line })),
    line(frame, points(errors[0]?.byLead ?? []), { stroke: colours.forecast, width: 2 }),
    line(frame, points(residuals.biasByLead), { stroke: colours.other, dash: '4 3' }),
    words('error of the ensemble', { x: 1010, y: 70, fill: colours.forecast }),
    words('errors of members', { x: 1010, y: 88 }),
    words('bias of the ensemble', { x: 1010, y: 106, fill: colours.other }),
  ];
}
