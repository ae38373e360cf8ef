/** The plots of a sweep. */
import { isoOfHour } from '../../../core/index.ts';
import type { FoldPlan } from '../folds.ts';
import type { Importance } from '../importance.ts';
import { placeOf, type Space } from '../space.ts';
import { bestTrial, meanMase, type Trial } from '../trial.ts';
import { axis, drawing, element, label, line, type Axis } from './svg.ts';

const WIDTH = 880;

/** Where each fold learns and is scored, and what is left for the decision, over time. */
export function foldPlot({ cut, folds, heldOut }: FoldPlan): string {
  const [first, last] = [folds[0]?.asOf ?? cut, (heldOut.at(-1) ?? cut) + 24];
  const start = first - (last - first);
  const x = axis(start, last, [150, WIDTH - 10]);
  const row = (place: number): number => 30 + place * 30;
  const bar = (from: number, to: number, place: number, kind: string): string =>
    element('rect', { x: x.at(from), y: row(place), width: x.at(to) - x.at(from), height: 18, class: kind });
  const parts = folds.map(({ asOf, origins }, place) =>
    [
      label(140, row(place) + 14, `fold ${place + 1}`, { 'text-anchor': 'end' }),
      bar(start, asOf, place, 'learn'),
      bar(asOf, (origins.at(-1) ?? asOf) + 24, place, 'score'),
    ].join(''),
  );
  const decide = folds.length;
  parts.push(
    label(140, row(decide) + 14, 'the decision', { 'text-anchor': 'end' }),
    bar(start, cut, decide, 'learn'),
    bar(cut, last, decide, 'decide'),
  );
  const height = row(decide + 1) + 24;
  const times = [first, cut, last].map((hour) =>
    [
      line([x.at(hour), 22], [x.at(hour), height - 22], 'tick'),
      label(x.at(hour), height - 6, isoOfHour(hour).slice(0, 10), {
        'text-anchor': hour === last ? 'end' : 'middle',
      }),
    ].join(''),
  );
  return drawing(WIDTH, height, 'Folds over time', parts.join('') + times.join(''));
}

/** The score of each trial in the order they were proposed, and the best so far. */
export function historyPlot(trials: readonly Trial[]): string {
  const scored = trials.flatMap((trial) => {
    const ratio = besideInForce(trials, trial);
    return ratio === undefined ? [] : [{ trial, ratio }];
  });
  if (scored.length === 0) return '<p>No trial has a score.</p>';
  const sorted = scored.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const low = sorted[0] ?? 0;
  // a few wild configurations would flatten all else: they are drawn at the edge
  const high = Math.max(sorted[Math.floor(0.9 * (sorted.length - 1))] ?? low, low) * 1.01;
  const last = Math.max(1, trials.at(-1)?.number ?? 1);
  const [x, y] = [axis(0, last, [70, WIDTH - 20]), axis(low, high, [270, 24])];
  const place = (ratio: number): number => y.at(Math.min(high, ratio));
  const dots = scored.map(({ trial, ratio }) =>
    element(
      'circle',
      { cx: x.at(trial.number), cy: place(ratio), r: trial.number === 0 ? 6 : 4, class: kindOf(trial) },
      element('title', {}, `trial ${trial.number}: ${meanMase(trial)?.toFixed(4)}, ${trial.status}`),
    ),
  );
  const failed = trials
    .filter(({ status, folds }) => status === 'failed' && folds.length === 0)
    .map(({ number }) => label(x.at(number), 290, '✕', { 'text-anchor': 'middle', class: 'failed' }));
  const steps = bestSoFar(scored).map(
    ([number, ratio]) => `${x.at(number).toFixed(1)},${place(ratio).toFixed(1)}`,
  );
  const path = element('polyline', { points: steps.join(' '), class: 'best' });
  return drawing(WIDTH, 330, 'MASE by trial', historyAxes(x, y) + path + dots.join('') + failed.join(''));
}

function historyAxes(x: Axis, y: Axis): string {
  const across = y.ticks.map(
    (tick) =>
      line([66, y.at(tick)], [WIDTH - 20, y.at(tick)], 'tick') +
      label(60, y.at(tick) + 4, tick.toFixed(3), { 'text-anchor': 'end' }),
  );
  const along = x.ticks
    .filter(Number.isInteger)
    .map((tick) => label(x.at(tick), 310, String(tick), { 'text-anchor': 'middle' }));
  const names = label(70, 12, 'MASE over that of trial 0 on the same folds');
  return [...across, ...along, names, label(70, 326, 'trial')].join('');
}

/** The score over that of trial 0 on the same folds, so that a trial that was given up can be compared; as it is where that has none. */
function besideInForce(trials: readonly Trial[], trial: Trial): number | undefined {
  const [first] = trials;
  const own = meanMase(trial);
  const hasAll = first?.number === 0 && first.folds.length >= trial.folds.length;
  const base = hasAll ? meanMase({ folds: first.folds.slice(0, trial.folds.length) }) : 1;
  return own === undefined || base === undefined ? undefined : own / base;
}

function kindOf({ number, status }: Trial): string {
  return number === 0 ? 'in-force' : status;
}

interface Scored {
  readonly trial: Trial;
  readonly ratio: number;
}

/** Corners of the line of the lowest score so far. */
function bestSoFar(scored: readonly Scored[]): (readonly [number: number, ratio: number])[] {
  const corners: (readonly [number, number])[] = [];
  let best = Infinity;
  for (const { trial, ratio } of scored) {
    if (trial.status !== 'done' || trial.number === 0 || ratio >= best) continue;
    if (best !== Infinity) corners.push([trial.number, best]);
    best = ratio;
    corners.push([trial.number, ratio]);
  }
  const last = scored.at(-1)?.trial.number;
  return last === undefined || best === Infinity ? corners : [...corners, [last, best]];
}

/** A bar for each parameter. */
export function importancePlot(shares: readonly Importance[]): string {
  const rows = shares.map(({ name, share }, place) => {
    const top = 10 + place * 26;
    const width = (share ?? 0) * (WIDTH - 260);
    return [
      label(170, top + 14, name, { 'text-anchor': 'end' }),
      element('rect', { x: 180, y: top, width, height: 18, class: 'share' }),
      label(186 + width, top + 14, share === null ? 'too few trials' : `${(100 * share).toFixed(0)} %`),
    ].join('');
  });
  return drawing(WIDTH, 20 + shares.length * 26, 'Importance of parameters', rows.join(''));
}

/** A line for each finished trial through its values, the better the stronger. */
export function coordinatesPlot(space: Space, trials: readonly Trial[]): string {
  const done = trials
    .filter(({ status, number }) => status === 'done' && number > 0)
    .toSorted((a, b) => (meanMase(b) ?? 0) - (meanMase(a) ?? 0));
  const names = Object.keys(space);
  if (done.length === 0) return '<p>No trial was scored on all folds.</p>';
  const step = names.length < 2 ? 0 : (WIDTH - 160) / (names.length - 1);
  const x = (place: number): number => 80 + place * step;
  const height = (name: string, trial: Trial): number => {
    const parameter = space[name];
    if (parameter === undefined) return 0;
    if (parameter.kind !== 'choice') return placeOf(parameter, Number(trial.settings[name]));
    const texts = parameter.values.map((value) => JSON.stringify(value));
    return texts.length < 2 ? 0.5 : texts.indexOf(JSON.stringify(trial.settings[name])) / (texts.length - 1);
  };
  const best = bestTrial(trials);
  const lines = done.map((trial, rank) => {
    const points = names.map(
      (name, place) => `${x(place).toFixed(1)},${(264 - 214 * height(name, trial)).toFixed(1)}`,
    );
    const strength = 0.08 + 0.5 * ((rank + 1) / done.length) ** 3;
    const kind = trial === best ? 'winner' : 'trial';
    return element(
      'polyline',
      { points: points.join(' '), class: kind, 'stroke-opacity': trial === best ? 1 : strength },
      element('title', {}, `trial ${trial.number}: ${meanMase(trial)?.toFixed(4)}`),
    );
  });
  const axes = names.map((name, place) => {
    const [low, high] = endsOf(space, name);
    const middle = { 'text-anchor': 'middle' };
    return (
      line([x(place), 50], [x(place), 264], 'axis') +
      label(x(place), place % 2 === 0 ? 12 : 26, name, middle) +
      label(x(place), 44, high, middle) +
      label(x(place), 280, low, middle)
    );
  });
  return drawing(WIDTH, 288, 'Values of the trials', axes.join('') + lines.join(''));
}

/** What stands at the foot and at the head of a parameter's axis. */
function endsOf(space: Space, name: string): readonly [string, string] {
  const parameter = space[name];
  if (parameter === undefined) return ['', ''];
  if (parameter.kind !== 'choice') return [String(parameter.low), String(parameter.high)];
  const short = (value: unknown): string => {
    const text = JSON.stringify(value) ?? '';
    return text.length > 9 ? `${text.slice(0, 8)}…` : text;
  };
  return [short(parameter.values[0]), parameter.values.length < 2 ? '' : short(parameter.values.at(-1))];
}
