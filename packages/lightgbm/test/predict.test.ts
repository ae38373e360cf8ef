import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LightGbm, type Booster, type Dataset } from '../src/index.ts';
import { categoryColumn, makeTable } from './table.ts';

const { columns, amount, grade, weight, rows } = makeTable(600);
let lightGbm: LightGbm;
let dataset: Dataset;
let booster: Booster;

beforeAll(async () => {
  lightGbm = await LightGbm.open({ threads: 2 });
  dataset = await lightGbm.createDataset({ features: columns, label: amount });
  booster = await lightGbm.train({ dataset, rounds: 20 });
});

afterAll(async () => lightGbm.close());

const rowOf = (row: number): number[] => columns.map((column) => column[row] ?? 0);

describe('predict', () => {
  test('gives contributions that sum to the raw score', async () => {
    const raw = await booster.predict(columns, { kind: 'raw' });
    const contributions = await booster.predict(columns, { kind: 'contributions' });
    const width = columns.length + 1;
    expect(contributions).toHaveLength(rows * width);
    for (const [row, score] of raw.entries()) {
      const sum = contributions
        .slice(row * width, (row + 1) * width)
        .reduce((total, each) => total + each, 0);
      expect(sum).toBeCloseTo(score, 9);
    }
  });

  test('gives each tree’s leaf, below the number of leaves', async () => {
    const leaves = await booster.predict(columns, { kind: 'leaf' });
    expect(leaves).toHaveLength(rows * 20);
    expect(leaves.every((leaf) => Number.isInteger(leaf) && leaf >= 0 && leaf < 31)).toBe(true);
  });

  test('gives one probability a class, row by row', async () => {
    using graded = await lightGbm.createDataset({ features: columns, label: grade });
    const params = { objective: 'multiclass', num_class: 3 } as const;
    using classifier = await lightGbm.train({ dataset: graded, params, rounds: 5 });
    const probabilities = await classifier.predict(columns);
    expect(classifier.treesPerIteration).toBe(3);
    expect(probabilities).toHaveLength(rows * 3);
    for (let row = 0; row < rows; row += 1) {
      const [a = 0, b = 0, c = 0] = probabilities.subarray(row * 3);
      expect(a + b + c).toBeCloseTo(1, 12);
    }
  });

  test('gives the same for columns, row-major and column-major tables, shared or not', async () => {
    const expected = await booster.predict(columns);
    const columnMajor = Float64Array.from(columns.flatMap((column) => [...column]));
    const rowMajor = Float64Array.from(Array.from({ length: rows }, (_, row) => rowOf(row)).flat());
    const shape = { rows, columns: columns.length };
    const shared = new Float64Array(new SharedArrayBuffer(rowMajor.byteLength));
    shared.set(rowMajor);
    expect(await booster.predict({ data: columnMajor, ...shape, rowMajor: false })).toEqual(expected);
    expect(await booster.predict({ data: rowMajor, ...shape })).toEqual(expected);
    expect(await booster.predict({ data: shared, ...shape })).toEqual(expected);
    expect(columns[0]).toHaveLength(rows);
  });

  test('gives for one row what it gives for it among many', async () => {
    for (const kind of ['value', 'raw', 'leaf', 'contributions'] as const) {
      const all = await booster.predict(columns, { kind });
      const width = all.length / rows;
      for (const row of [0, 1, 300, 599]) {
        expect(await booster.predictRow(rowOf(row), { kind })).toEqual(
          all.slice(row * width, (row + 1) * width),
        );
      }
    }
  });

  test('is unharmed by a round trip through text', async () => {
    const text = await booster.toText();
    using loaded = await lightGbm.loadBooster(text);
    expect(await loaded.predict(columns)).toEqual(await booster.predict(columns));
    expect(await loaded.toText()).toBe(text);
    expect(loaded.featureNames).toEqual(booster.featureNames);
    expect(loaded.iterations).toBe(20);
  });
});

describe('importance', () => {
  test('counts the splits of all trees', async () => {
    const splits = await booster.importance('split');
    const trees = ((await booster.toJson()) as { tree_info: { num_leaves: number }[] }).tree_info;
    const total = trees.reduce((sum, tree) => sum + tree.num_leaves - 1, 0);
    expect(splits.reduce((sum, each) => sum + each, 0)).toBe(total);
  });

  test('sees gain where the label comes from', async () => {
    const gain = await booster.importance();
    // Columns 1 and 2 make the label; columns 5 and 6 have no part in it.
    expect(Math.min(gain[1] ?? 0, gain[2] ?? 0)).toBeGreaterThan(100 * Math.max(gain[5] ?? 0, gain[6] ?? 0));
  });
});

describe('refit', () => {
  test('keeps the splits and moves the leaves towards new labels', async () => {
    const label = amount.map((value) => value + 100);
    using moved = await lightGbm.createDataset({ features: columns, label, reference: dataset });
    const params = { objective: 'regression', refit_decay_rate: 0 } as const;
    using refitted = await booster.refit({ dataset: moved, features: columns, params });
    expect(await refitted.predict(columns, { kind: 'leaf' })).toEqual(
      await booster.predict(columns, { kind: 'leaf' }),
    );
    const [before = 0] = await booster.predictRow(rowOf(0));
    const [after = 0] = await refitted.predictRow(rowOf(0));
    expect(after - before).toBeGreaterThan(50);
  });
});

describe('createDataset', () => {
  const trees = async (options: Parameters<LightGbm['createDataset']>[0]): Promise<string> => {
    using own = await lightGbm.createDataset(options);
    using trained = await lightGbm.train({ dataset: own, rounds: 5 });
    const text = await trained.toText();
    return text.slice(text.indexOf('\nTree=0'), text.indexOf('\nend of trees'));
  };

  test('makes the same model of columns and of a table', async () => {
    const data = Float64Array.from(columns.flatMap((column) => [...column]));
    const table = { data, rows, columns: columns.length, rowMajor: false };
    expect(await trees({ features: table, label: amount })).toBe(
      await trees({ features: columns, label: amount }),
    );
  });

  test('reads columns of any number type as their numbers', async () => {
    const whole = columns.map((column) => column.map((value) => Math.floor(Math.abs(value || 0)) % 100));
    const mixed = [
      Float64Array.from(whole[0] ?? []),
      Float32Array.from(whole[1] ?? []),
      Int32Array.from(whole[2] ?? []),
      Uint32Array.from(whole[3] ?? []),
      Int16Array.from(whole[4] ?? []),
      Uint16Array.from(whole[5] ?? []),
      Int8Array.from(whole[6] ?? []),
      BigInt64Array.from(whole[7] ?? [], BigInt),
    ];
    expect(await trees({ features: mixed, label: amount })).toBe(
      await trees({ features: whole, label: amount }),
    );
  });

  test('takes a cleared validity bit as a missing value', async () => {
    const validity = new Uint8Array(Math.ceil(rows / 8)).fill(255);
    const gaps = Float64Array.from(columns[0] ?? []);
    for (let row = 0; row < rows; row += 3) {
      gaps[row] = Number.NaN;
      validity[row >> 3] = (validity[row >> 3] ?? 0) & ~(1 << (row & 7));
    }
    const others = columns.slice(1);
    const marked = [{ values: columns[0] ?? gaps, validity }, ...others];
    expect(await trees({ features: marked, label: amount })).toBe(
      await trees({ features: [gaps, ...others], label: amount }),
    );
  });

  test('takes part of a buffer for a column', async () => {
    const long = columns.map((column) => Float64Array.of(...column, ...column).subarray(rows));
    expect(await trees({ features: long, label: amount })).toBe(
      await trees({ features: columns, label: amount }),
    );
  });

  test('moves memory on demand', async () => {
    const own = columns.map((column) => column.slice());
    using moved = await lightGbm.createDataset({ features: own, label: amount, transfer: true });
    expect(moved.rows).toBe(rows);
    expect(own[0]).toHaveLength(0);
  });

  test('splits categories in other ways than numbers, by name or index', async () => {
    const featureNames = columns.map((_, index) => `feature_${index}`);
    const byName = await trees({
      features: columns,
      label: amount,
      featureNames,
      categorical: [`feature_${categoryColumn}`],
    });
    expect(byName).toContain('cat_threshold=');
    expect(byName).toBe(await trees({ features: columns, label: amount, categorical: [categoryColumn] }));
    expect(await trees({ features: columns, label: amount })).not.toContain('cat_threshold=');
  });

  test('lets rows without weight go unseen', async () => {
    const half = amount.map((_, row) => (row < 300 ? 1 : 0));
    const spoilt = amount.map((value, row) => (row < 300 ? value : 1e6));
    using own = await lightGbm.createDataset({ features: columns, label: spoilt, weight: half });
    using trained = await lightGbm.train({ dataset: own, rounds: 5 });
    expect(Math.max(...(await trained.predict(columns)))).toBeLessThan(1000);
    expect(await trees({ features: columns, label: amount, weight })).not.toBe(
      await trees({ features: columns, label: amount }),
    );
  });

  test('starts from the scores it is given', async () => {
    using own = await lightGbm.createDataset({ features: columns, label: amount, initialScore: amount });
    using trained = await lightGbm.train({ dataset: own, rounds: 1 });
    // Nothing is left to learn but what single precision lost.
    expect(Math.max(...(await trained.predict(columns)).map(Math.abs))).toBeLessThan(1e-4);
  });
});
