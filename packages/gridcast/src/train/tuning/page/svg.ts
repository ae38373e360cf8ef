/** Small pieces of SVG and HTML as text. */
import { escapeMarkup } from '../../../core/index.ts';

export type Attributes = Readonly<Record<string, string | number>>;

/** One element; `content` is markup already. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeMarkup(format(value))}"`,
  );
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/** A text at a place. */
export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeMarkup(text));
}

/** A line between two places. */
export function line(from: readonly [number, number], to: readonly [number, number], kind: string): string {
  return element('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1], class: kind });
}

/** A drawing with its title for those who do not see it. */
export function drawing(width: number, height: number, title: string, content: string): string {
  const attributes = { viewBox: `0 0 ${width} ${height}`, role: 'img', width, height };
  return element('svg', attributes, element('title', {}, escapeMarkup(title)) + content);
}

function format(value: string | number): string {
  return typeof value === 'number' ? String(Number(value.toFixed(2))) : value;
}

/** Places numbers on a line of pixels. */
export interface Axis {
  readonly at: (value: number) => number;
  /** Round numbers within, ascending. */
  readonly ticks: readonly number[];
}

/** An axis from `low` to `high` over pixels; equal ends are moved apart. */
export function axis(low: number, high: number, pixels: readonly [number, number]): Axis {
  const span = high > low ? high - low : Math.max(Math.abs(high), 1) * 0.1;
  const from = high > low ? low : low - span / 2;
  const step = roundStep(span / 4);
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= from + span + step * 1e-9; tick += step)
    ticks.push(tick);
  return { at: (value) => pixels[0] + ((value - from) / span) * (pixels[1] - pixels[0]), ticks };
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const rest = raw / power;
  return power * (rest < 1.5 ? 1 : rest < 3.5 ? 2 : rest < 7.5 ? 5 : 10);
}
