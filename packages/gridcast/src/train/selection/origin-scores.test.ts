import { expect, test } from 'vitest';
import { links } from '../../model/index.ts';
import { scoreFold } from '../tuning/score-fold.ts';
import { originScorer } from './origin-scores.ts';

/** Two origins of three series each with 24 leads; the third series never moves. */
function makeRows() {
  const rows = Array.from({ length: 2 * 3 * 24 }, (_, row) => row);
  const column = (value: (row: number) => number): Float64Array => Float64Array.from(rows, value);
  return {
    origin: column((row) => 1000 + 24 * Math.floor(row / 72)),
    series: column((row) => Math.floor(row / 24) % 3),
    truth: column((row) => 5 + Math.sin(row)),
    anchor: column((row) => Math.log(5 + Math.cos(row))),
    unit: column(() => 1),
    scale: column((row) => [0.5, 2, 0][Math.floor(row / 24) % 3] ?? 0),
  };
}

test.each(links)('the mean over origins is the score of a fold on the link %s', (link) => {
  const rows = makeRows();
  const differences = rows.truth.map((_, row) => 0.1 * Math.sin(row * row));
  const scores = originScorer(rows, link)(differences);
  expect(scores).toHaveLength(2);
  const whole = scoreFold(differences, rows, link);
  expect(((scores[0] ?? 0) + (scores[1] ?? 0)) / 2).toBeCloseTo('mase' in whole ? whole.mase : NaN, 12);
});

test('an origin at which nothing moves has no score', () => {
  const rows = makeRows();
  rows.scale.fill(0, 72);
  expect(originScorer(rows, 'log')(new Float64Array(144))).toHaveLength(1);
  rows.scale.fill(0);
  expect(originScorer(rows, 'log')(new Float64Array(144))).toHaveLength(0);
});
