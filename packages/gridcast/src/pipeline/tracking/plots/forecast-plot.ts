/** Forecast against truth, a small chart for each of the shown series. */
import { isoOfHour } from '../../../core/index.ts';
import type { ShownSeries } from '../shown-series.ts';
import {
  atX,
  atY,
  axes,
  colours,
  line,
  roundTicks,
  sheet,
  spanOf,
  words,
  type Frame,
  type Ticks,
} from './svg.ts';

const HORIZON = 24;
const COLUMNS = 3;
const CELL = { width: 380, height: 190 };
const HEAD = 30;

export function forecastPlot(series: readonly ShownSeries[]): string {
  const width = CELL.width * COLUMNS;
  const height = HEAD + CELL.height * Math.max(1, Math.ceil(series.length / COLUMNS));
  const title = 'Forecast against truth on origins that the scored members had not seen';
  return sheet({ width, height, title }, [
    words(title, { x: 12, y: 19, bold: true, fill: colours.truth }),
    words('truth', { x: 640, y: 19, fill: colours.truth }),
    words('forecast', { x: 680, y: 19, fill: colours.forecast }),
    words('band: p10 to p90 · hours in UTC, values in the unit of the source', { x: 735, y: 19 }),
    ...series.flatMap((one, place) => cell(one, place)),
  ]);
}

function cell(one: ShownSeries, place: number): string[] {
  const [column, row] = [place % COLUMNS, Math.floor(place / COLUMNS)];
  const [left, top] = [column * CELL.width + 52, HEAD + row * CELL.height + 24];
  const first = one.hours[0] ?? 0;
  const frame: Frame = {
    left,
    top,
    width: CELL.width - 66,
    height: CELL.height - 52,
    x: [first, (one.hours.at(-1) ?? first) + 1],
    y: spanOf([...one.truth, ...one.forecast, ...one.lower, ...one.upper]),
  };
  const error = one.error === null ? '' : `, error ${one.error.toFixed(2)}`;
  const points = (values: readonly (number | null)[]): [number, number | null][] =>
    one.hours.flatMap((hour, i): [number, number | null][] => {
      const value: [number, number | null] = [hour, values[i] ?? null];
      // origins need not touch each other
      return i > 0 && hour !== (one.hours[i - 1] ?? 0) + 1 ? [[hour, null], value] : [value];
    });
  return [
    words(`${one.name} (${one.why}${error})`, { x: left, y: top - 8, bold: true }),
    axes(frame, { x: dayTicks(one.hours), y: roundTicks(frame.y) }),
    bandShape(frame, one),
    line(frame, points(one.truth), { stroke: colours.truth }),
    line(frame, points(one.forecast), { stroke: colours.forecast }),
  ];
}

/** One shape an origin, so that it does not bridge the hours between two. */
function bandShape(frame: Frame, { hours, lower, upper }: ShownSeries): string {
  const shapes: string[] = [];
  for (let start = 0; start < hours.length; start += HORIZON) {
    const places = Array.from({ length: HORIZON }, (_, i) => start + i).filter(
      (i) => lower[i] != null && upper[i] != null,
    );
    const at = (i: number, values: readonly (number | null)[]): string =>
      `${atX(frame, hours[i] ?? 0).toFixed(1)} ${atY(frame, values[i] ?? 0).toFixed(1)}`;
    const corners = [...places.map((i) => at(i, upper)), ...places.toReversed().map((i) => at(i, lower))];
    if (corners.length > 0) shapes.push(`M${corners.join('L')}Z`);
  }
  return `<path d="${shapes.join('')}" fill="${colours.band}" fill-opacity="0.6"/>`;
}

function dayTicks(hours: readonly number[]): Ticks {
  const starts = hours.filter((_, i) => i % HORIZON === 0);
  const every = Math.ceil(starts.length / 4);
  return starts.filter((_, i) => i % every === 0).map((hour) => [hour, isoOfHour(hour).slice(5, 10)]);
}
