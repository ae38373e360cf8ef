import { LightGbm } from '@gridcast/lightgbm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FoldFitter, type FoldTask } from './fit-fold.ts';
import type { LearningRows } from './sweep-rows.ts';

const ROWS = 3000;
let lightgbm: LightGbm;

beforeAll(async () => {
  lightgbm = await LightGbm.open({ threads: 1 });
});

afterAll(() => lightgbm.close());

/** Noise that a hash makes. */
const noise = (seed: number): number => ((Math.imul(seed + 1, 2_654_435_761) >>> 0) % 10_000) / 10_000;

/** Three folds of a thousand rows each, in turn; `later` changes what the rows of the second and third fold are. */
function makeRows(later: (value: number) => number = (value) => value): LearningRows {
  const column = (seed: number): Float64Array =>
    Float64Array.from({ length: ROWS }, (_, row) => {
      const value = noise(row * 7 + seed);
      return row < 1000 ? value : later(value);
    });
  const [x, y, z] = [column(1), column(2), column(3)];
  const scored = [x, y, z].map((all) => all.slice(0, 50));
  return {
    names: ['x', 'y', 'z'],
    maxBin: 31,
    train: [x, y, z],
    label: x.map((value, row) => 3 * value + (y[row] as number) ** 2 + 0.1 * noise(row)),
    weight: new Float64Array(ROWS).fill(1),
    entersAt: Uint8Array.from({ length: ROWS }, (_, row) => Math.floor(row / 1000)),
    scored: [scored, scored, scored],
  };
}

const task: FoldTask = {
  fold: 0,
  columns: ['x', 'y'],
  rounds: [40],
  params: {
    objective: 'regression',
    learning_rate: 0.1,
    num_leaves: 7,
    bagging_fraction: 0.7,
    bagging_freq: 1,
    seed: 3,
  },
};

describe('a fold', () => {
  test('knows nothing of rows that enter later, its bins neither', async () => {
    const [one, two] = [
      new FoldFitter(lightgbm, makeRows()),
      new FoldFitter(
        lightgbm,
        makeRows((value) => 100 + 50 * value),
      ),
    ];
    expect(await one.fit(task)).toEqual(await two.fit(task));
    expect(await one.fit({ ...task, fold: 1 })).not.toEqual(await two.fit({ ...task, fold: 1 }));
  });

  test('is fitted as LightGBM fits its rows alone, binned by the earliest', async () => {
    const rows = makeRows();
    const first = (until: number) => ({
      features: [rows.train[0], rows.train[1]].map((column) => (column as Float64Array).slice(0, until)),
      label: rows.label.slice(0, until),
      weight: rows.weight.slice(0, until),
    });
    using bins = await lightgbm.createDataset({ ...first(1000), params: { max_bin: 31 } });
    using dataset = await lightgbm.createDataset({ ...first(2000), reference: bins });
    using booster = await lightgbm.train({ dataset, rounds: 40, params: { ...task.params, num_threads: 1 } });
    const scored = rows.scored[1]?.slice(0, 2) ?? [];
    const fitted = await new FoldFitter(lightgbm, rows).fit({ ...task, fold: 1 });
    expect(fitted).toEqual([await booster.predict(scored)]);
  });

  test('gives after fewer rounds what a fit of so many gives', async () => {
    const fitter = new FoldFitter(lightgbm, makeRows());
    const together = await fitter.fit({ ...task, fold: 2, rounds: [5, 17, 40] });
    for (const [place, rounds] of [5, 17, 40].entries()) {
      expect([together[place]]).toEqual(await fitter.fit({ ...task, fold: 2, rounds: [rounds] }));
    }
  });

  test('reads other columns from bins of their own, however many sets there are', async () => {
    const fitter = new FoldFitter(lightgbm, makeRows());
    const alone = await fitter.fit({ ...task, columns: ['z'] });
    const sets = [
      ['x'],
      ['y'],
      ['z'],
      ['x', 'y'],
      ['x', 'z'],
      ['y', 'z'],
      ['y', 'x'],
      ['z', 'x'],
      ['z', 'y'],
    ];
    const longer = ['x', 'y', 'z'].flatMap((last) => sets.map((set) => [...new Set([...set, last])]));
    for (const columns of longer) await fitter.fit({ ...task, rounds: [2], columns });
    expect(await fitter.fit({ ...task, columns: ['z'] })).toEqual(alone);
  });
});
