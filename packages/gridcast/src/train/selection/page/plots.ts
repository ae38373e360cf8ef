/** The plots of a selection. */
import { axis, drawing, element, label, line, type Axis } from '../../tuning/page/svg.ts';
import { isAsGood } from '../eliminate.ts';
import { difference, estimate } from '../estimate.ts';
import type { ColumnImportance, SelectionStep } from '../measure-columns.ts';

const WIDTH = 880;
const ROW = 22;

/** A bar for each of some columns or families, the most important first, with a standard error each side. */
export function barPlot(
  title: string,
  bars: readonly ColumnImportance[],
  isLeftOut: (name: string) => boolean,
): string {
  const sorted = bars.toSorted((a, b) => b.mean - a.mean);
  const low = Math.min(0, ...sorted.map(({ mean, error }) => mean - error));
  const high = Math.max(0, ...sorted.map(({ mean, error }) => mean + error));
  const x = axis(low, high, [170, WIDTH - 20]);
  const height = 30 + sorted.length * ROW;
  const ticks = x.ticks.map(
    (tick) =>
      line([x.at(tick), 24], [x.at(tick), height], 'tick') +
      label(x.at(tick), 14, tickText(tick), { 'text-anchor': 'middle' }),
  );
  const rows = sorted.map((bar, place) => barOf(bar, x, { top: 30 + place * ROW, isLeftOut }));
  return drawing(WIDTH, height + 6, title, ticks.join('') + rows.join(''));
}

interface BarPlace {
  readonly top: number;
  readonly isLeftOut: (name: string) => boolean;
}

function barOf({ name, mean, error }: ColumnImportance, x: Axis, { top, isLeftOut }: BarPlace): string {
  const [from, to] = [Math.min(0, mean), Math.max(0, mean)].map(x.at) as [number, number];
  const middle = top + 8;
  const kind = isLeftOut(name) ? 'gone' : 'share';
  const told = `${name}: ${mean.toFixed(4)}, standard error ${error.toFixed(4)}`;
  return [
    label(160, top + 12, name, { 'text-anchor': 'end' }),
    element(
      'rect',
      { x: from, y: top, width: to - from, height: 16, class: kind },
      element('title', {}, told),
    ),
    line([x.at(mean - error), middle], [x.at(mean + error), middle], 'spread'),
  ].join('');
}

/** The error of each step by its number of columns, beside all columns, with the standard error of the difference. */
export function eliminationPlot(steps: readonly SelectionStep[], chosen: number): string {
  const [all] = steps;
  if (all === undefined) return '<p>Nothing was measured.</p>';
  const points = steps.map((step) => ({
    step,
    columns: step.columns.length,
    rise: difference(step.mase, all.mase),
  }));
  const ends = points.flatMap(({ rise }) => [rise.mean - rise.error, rise.mean + rise.error]);
  const x = axis(0, all.columns.length, [70, WIDTH - 30]);
  const y = axis(Math.min(0, ...ends), Math.max(0, ...ends), [250, 30]);
  const across = y.ticks.map(
    (tick) =>
      line([66, y.at(tick)], [WIDTH - 20, y.at(tick)], 'tick') +
      label(60, y.at(tick) + 4, tickText(tick), { 'text-anchor': 'end' }),
  );
  const along = x.ticks.map((tick) => label(x.at(tick), 272, String(tick), { 'text-anchor': 'middle' }));
  const path = points.map(({ columns, rise }) => `${x.at(columns).toFixed(1)},${y.at(rise.mean).toFixed(1)}`);
  const dots = points.map(({ step, columns, rise }) => {
    const kind = isAsGood(step, all) ? 'done' : 'refused';
    const told = `${columns} columns: MASE ${estimate(step.mase).mean.toFixed(4)}`;
    const ring = { cx: x.at(columns), cy: y.at(rise.mean), r: 9, class: 'in-force' };
    return [
      line(
        [x.at(columns), y.at(rise.mean - rise.error)],
        [x.at(columns), y.at(rise.mean + rise.error)],
        'spread',
      ),
      element('circle', { ...ring, r: 5, class: kind }, element('title', {}, told)),
      step.number === chosen ? element('circle', ring) : '',
    ].join('');
  });
  const names = [label(70, 14, 'MASE above that of all columns'), label(70, 292, 'columns')];
  const curve = element('polyline', { points: path.join(' '), class: 'best' });
  return drawing(WIDTH, 298, 'Elimination', [...across, ...along, ...names, curve, ...dots].join(''));
}

/** A tick as a short number; sums of steps miss round numbers by their last bits. */
function tickText(tick: number): string {
  return String(Number(tick.toFixed(6)));
}
