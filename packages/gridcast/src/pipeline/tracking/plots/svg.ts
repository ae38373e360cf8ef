/** Small charts as SVG texts that need nothing else; equal data give equal bytes. */
import { escapeMarkup } from '../../../core/index.ts';

/** Where a chart stands on its sheet, and what its axes span. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

export const colours = {
  truth: '#1d2530',
  forecast: '#0b57d0',
  band: '#aecbfa',
  other: '#9a5b00',
  line: '#d9dee5',
};
const SOFT = '#5b6675';

/** A sheet with its title as the first thing a reader meets. */
export function sheet(
  { width, height, title }: { readonly width: number; readonly height: number; readonly title: string },
  parts: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="11">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** Words at a place. */
export function words(
  text: string,
  place: {
    readonly x: number;
    readonly y: number;
    readonly anchor?: 'start' | 'middle' | 'end';
    readonly fill?: string;
    readonly bold?: boolean;
  },
): string {
  const { x, y, anchor = 'start', fill = SOFT, bold = false } = place;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${shown(x)}" y="${shown(y)}" text-anchor="${anchor}" fill="${fill}"${weight}>${escapeMarkup(text)}</text>`;
}

/** A line through the points that are known; a gap where one is not. */
export function line(
  frame: Frame,
  points: readonly (readonly [number, number | null])[],
  style: { readonly stroke: string; readonly width?: number; readonly dash?: string },
): string {
  let isOpen = false;
  const path = points.map(([x, y]) => {
    if (y === null) {
      isOpen = false;
      return '';
    }
    const command = `${isOpen ? 'L' : 'M'}${shown(atX(frame, x))} ${shown(atY(frame, y))}`;
    isOpen = true;
    return command;
  });
  const dash = style.dash === undefined ? '' : ` stroke-dasharray="${style.dash}"`;
  return `<path d="${path.join('')}" fill="none" stroke="${style.stroke}" stroke-width="${style.width ?? 1.5}"${dash}/>`;
}

/** A filled box between two corners in the chart's own units. */
export function box(
  frame: Frame,
  from: readonly [number, number],
  to: readonly [number, number],
  fill: string = colours.forecast,
): string {
  const [x0, x1] = [atX(frame, from[0]), atX(frame, to[0])].sort((a, b) => a - b) as [number, number];
  const [y0, y1] = [atY(frame, from[1]), atY(frame, to[1])].sort((a, b) => a - b) as [number, number];
  return `<rect x="${shown(x0)}" y="${shown(y0)}" width="${shown(x1 - x0)}" height="${shown(y1 - y0)}" fill="${fill}"/>`;
}

/** An axis' ticks, each with its label. */
export type Ticks = readonly (readonly [number, string])[];

/** Both axes with their ticks. */
export function axes(frame: Frame, { x, y }: { readonly x: Ticks; readonly y: Ticks }): string {
  const bottom = frame.top + frame.height;
  return [
    ...y.flatMap(([value, label]) => {
      const at = atY(frame, value);
      return [
        `<path d="M${frame.left} ${shown(at)}H${frame.left + frame.width}" stroke="${colours.line}"/>`,
        words(label, { x: frame.left - 6, y: at + 4, anchor: 'end' }),
      ];
    }),
    ...x.map(([value, label]) => words(label, { x: atX(frame, value), y: bottom + 14, anchor: 'middle' })),
  ].join('\n');
}

/** About so many round numbers between two ends. */
export function roundTicks([low, high]: readonly [number, number], about = 4): Ticks {
  const rough = (high - low) / about;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const ticks: [number, string][] = [];
  for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; i++)
    ticks.push([i * step, short(i * step)]);
  return ticks;
}

/** The span of some numbers, never empty. */
export function spanOf(values: readonly (number | null)[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** A number in few digits: `1,250`, `0.35`, `2.5M`. */
export function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(4)));
}

export function atX({ left, width, x }: Frame, value: number): number {
  return left + ((value - x[0]) / (x[1] - x[0])) * width;
}

export function atY({ top, height, y }: Frame, value: number): number {
  return top + height - ((value - y[0]) / (y[1] - y[0])) * height;
}

function shown(coordinate: number): string {
  return String(Math.round(coordinate * 10) / 10);
}
