import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Dataset,
  LightGbm,
  LightGbmError,
  LightGbmUnavailableError,
  LightGbmUsageError,
  type LightGbmParams,
} from '../src/index.ts';
import { makeTable } from './table.ts';

const { columns, amount, rows } = makeTable(200);
const folder = mkdtempSync(path.join(tmpdir(), 'lightgbm-errors-'));
let lightGbm: LightGbm;
let dataset: Dataset;

beforeAll(async () => {
  lightGbm = await LightGbm.open({ threads: 1 });
  dataset = await lightGbm.createDataset({ features: columns, label: amount });
});

afterAll(async () => {
  await lightGbm.close();
  rmSync(folder, { recursive: true });
});

type DatasetOptions = Parameters<LightGbm['createDataset']>[0];

describe('createDataset refuses', () => {
  const ragged = [Float64Array.of(1, 2), Float64Array.of(1)];
  const withNan = amount.map((value, row) => (row === 5 ? Number.NaN : value));
  const refusals: readonly (readonly [string, Partial<DatasetOptions>, RegExp])[] = [
    ['columns of unequal length', { features: ragged }, /Column 1 has 1 rows, but the first column has 2/],
    ['no columns', { features: [] }, /0 columns/],
    ['no rows', { features: [new Float64Array()] }, /0 rows/],
    ['plain arrays', { features: [[1, 2]] as never }, /Column 0 is not an array of numbers/],
    ['clamped bytes', { features: [new Uint8ClampedArray(2)] as never }, /Column 0 is not an array/],
    ['something else', { features: 7 as never }, /Features are an array of columns/],
    [
      'a table of another size',
      { features: { data: new Float64Array(5), rows: 2, columns: 3 } },
      /has 6 values, but data has 5/,
    ],
    ['a broken row count', { features: { data: new Float64Array(5), rows: 2.5, columns: 2 } }, /2.5 rows/],
    [
      'a table of integers',
      { features: { data: new Int32Array(4) as never, rows: 2, columns: 2 } },
      /Float64Array/,
    ],
    [
      'a short validity bitmap',
      { features: [{ values: amount, validity: new Uint8Array(3) }] },
      /validity bitmap for fewer than 200 rows/,
    ],
    ['a short label', { label: [1, 2] }, /label has 2 values for 200 rows/],
    ['a label with NaN', { label: withNan }, /label of row 5 is NaN/],
    ['a label of text', { label: [...amount].map(String) as never }, /label of row 0 is/],
    ['a negative weight', { weight: amount.map(() => -1) }, /weight of row 0 is -1/],
    ['an infinite weight', { weight: amount.map(() => Infinity) }, /weight of row 0 is Infinity/],
    ['groups that leave rows over', { group: [100, 50] }, /sum to 150 rows, but there are 200/],
    ['an empty group', { group: [200, 0] }, /Group 1 has 0 rows/],
    ['starting scores of another length', { initialScore: [1] }, /initialScore has 1 values/],
    ['too few names', { featureNames: ['a'] }, /1 feature names for 8 columns/],
    ['a name given twice', { featureNames: columns.map(() => 'a') }, /"a" is given twice/],
    ['a name with a comma', { featureNames: columns.map((_, i) => `a,${i}`) }, /"a,0" is empty or holds/],
    ['an unknown category', { categorical: ['hour'] }, /no feature "hour"/],
    ['a category out of range', { categorical: [8] }, /no feature 8/],
    ['an unknown parameter', { params: { max_bins_typo: 3 } }, /knows no parameter "max_bins_typo"/],
    ['a parameter and its alias', { params: { max_bin: 3, max_bins: 4 } }, /"max_bin" is given twice/],
    ['a number that is none', { params: { max_bin: Number.NaN } }, /"max_bin" is NaN/],
    ['a value with a space', { params: { forcedbins_filename: 'a b' } }, /holds no space/],
  ];
  test.each(refusals)('%s', async (_, options, message) => {
    const attempt = lightGbm.createDataset({ features: columns, ...options });
    await expect(attempt).rejects.toBeInstanceOf(LightGbmUsageError);
    await expect(attempt).rejects.toThrow(message);
  });

  test('a reference with other columns', async () => {
    const attempt = lightGbm.createDataset({ features: [amount], reference: dataset });
    await expect(attempt).rejects.toThrow(/1 columns, but the reference has 8/);
  });
});

describe('train refuses', () => {
  const refuse = async (params: LightGbmParams, message: RegExp): Promise<void> => {
    const attempt = lightGbm.train({ dataset, params });
    await expect(attempt).rejects.toBeInstanceOf(LightGbmUsageError);
    await expect(attempt).rejects.toThrow(message);
  };

  test('no rounds', async () => {
    await expect(lightGbm.train({ dataset, rounds: 0 })).rejects.toThrow(/rounds is 0/);
  });

  test('parameters that the dataset was built without', async () => {
    await refuse({ max_bin: 15 }, /max_bin=15 belongs to the dataset, which was built without it/);
  });

  test('parameters that have an option of their own', async () => {
    await refuse(
      { num_boost_round: 5 },
      /Use the option "rounds" instead of the parameter "num_boost_round"/,
    );
  });

  test('ranking without groups', async () => {
    await refuse({ objective: 'lambdarank' }, /lambdarank needs a dataset with groups/);
  });

  test('a dataset without labels', async () => {
    using bare = await lightGbm.createDataset({ features: columns });
    await expect(lightGbm.train({ dataset: bare })).rejects.toThrow(/has no label/);
    await expect(lightGbm.train({ dataset, valid: { bare } })).rejects.toThrow(/"bare" has no label/);
  });

  test('a validation dataset with other bins', async () => {
    using other = await lightGbm.createDataset({ features: columns, label: amount });
    await expect(lightGbm.train({ dataset, valid: { other } })).rejects.toThrow(/"other" has other bins/);
  });

  test('gradients of another length', async () => {
    const objective = () => ({ gradients: new Float32Array(3), hessians: new Float32Array(3) });
    await expect(lightGbm.train({ dataset, objective })).rejects.toThrow(/Float32Array of 200 gradients/);
  });

  test('an objective LightGBM does not know, with LightGBM’s words', async () => {
    const attempt = lightGbm.train({ dataset, params: { objective: 'no_such' as never } });
    await expect(attempt).rejects.toBeInstanceOf(LightGbmError);
    await expect(attempt).rejects.toMatchObject({
      calledFunction: 'LGBM_BoosterCreate',
      reason: 'Unknown objective type name: no_such',
    });
  });
});

describe('freed things', () => {
  test('are refused, however often freed', async () => {
    const own = await lightGbm.createDataset({ features: columns, label: amount });
    const booster = await lightGbm.train({ dataset: own, rounds: 2 });
    own.free();
    own.free();
    await expect(lightGbm.train({ dataset: own })).rejects.toThrow('The dataset was freed.');
    await expect(own.subset([1])).rejects.toThrow('The dataset was freed.');
    expect(await booster.predict(columns)).toHaveLength(rows);
    booster.free();
    booster.free();
    await expect(booster.predict(columns)).rejects.toThrow('The booster was freed.');
    await expect(booster.toText()).rejects.toThrow('The booster was freed.');
  });

  test('may be freed while a training uses them', async () => {
    const own = await lightGbm.createDataset({ features: columns, label: amount });
    const training = lightGbm.train({ dataset: own, rounds: 300, onIteration: () => own.free() });
    using booster = await training;
    expect(booster.iterations).toBeGreaterThan(0);
  });

  test('cannot be used in another LightGbm', async () => {
    await using other = await LightGbm.open({ threads: 1 });
    await expect(other.train({ dataset })).rejects.toThrow('The dataset belongs to another LightGbm.');
  });
});

describe('predict refuses', () => {
  test('other shapes than the model knows', async () => {
    using booster = await lightGbm.train({ dataset, rounds: 2 });
    await expect(booster.predict([amount])).rejects.toThrow(/1 columns, but the model knows 8/);
    await expect(booster.predictRow([1, 2])).rejects.toThrow(/row has 2 values, but the model knows 8/);
    await expect(booster.predict(columns, { iterations: 3 })).rejects.toThrow(/3 iterations was asked/);
  });
});

describe('subset refuses', () => {
  test.each([[[]], [[3, 2]], [[2, 2]], [[-1]], [[200]], [[0.5]]])('the rows %j', async (wrong) => {
    await expect(dataset.subset(wrong)).rejects.toBeInstanceOf(LightGbmUsageError);
  });
});

describe('crossValidate refuses', () => {
  test('no folds, and rows without a dataset', async () => {
    await expect(lightGbm.crossValidate({ dataset, folds: [] })).rejects.toThrow(/at least one fold/);
    const folds = [{ train: [0], valid: [1] }];
    await expect(lightGbm.crossValidate({ folds })).rejects.toThrow(/need the dataset/);
  });
});

describe('open', () => {
  test('refuses a number of threads that is none', async () => {
    await expect(LightGbm.open({ threads: 0 })).rejects.toBeInstanceOf(LightGbmUsageError);
  });

  test('says what to do when the library is missing or broken', async () => {
    const missing = LightGbm.open({ library: path.join(folder, 'none.so') });
    await expect(missing).rejects.toBeInstanceOf(LightGbmUnavailableError);
    const broken = path.join(folder, 'broken.so');
    writeFileSync(broken, 'not a library');
    await expect(LightGbm.open({ library: broken })).rejects.toThrow(/cannot be loaded .* Run setup again/);
  });

  test('opens a library at any path', async () => {
    const { findLibrary } = await import('../src/index.ts');
    const found = findLibrary();
    if (found.kind === 'missing') throw new Error(found.reason);
    const copy = path.join(folder, path.basename(found.path));
    copyFileSync(found.path, copy);
    await using other = await LightGbm.open({ library: copy, threads: 1 });
    using own = await other.createDataset({ features: columns });
    expect(own.rows).toBe(rows);
  });
});

describe('log', () => {
  test('comes line by line to the one who opened, and to nobody else', async () => {
    const lines: string[] = [];
    const others: string[] = [];
    await using loud = await LightGbm.open({ threads: 1, onLog: (line) => lines.push(line) });
    await using quiet = await LightGbm.open({ threads: 1, onLog: (line) => others.push(line) });
    const small = { features: columns, label: amount };
    using own = await loud.createDataset(small);
    using booster = await loud.train({ dataset: own, rounds: 1 });
    expect(booster.iterations).toBe(1);
    expect(lines).toContain(
      '[LightGBM] [Info] Number of data points in the train set: 200, number of used features: 8',
    );
    expect(lines.every((line) => line.startsWith('[LightGBM]'))).toBe(true);

    using other = await quiet.createDataset(small);
    using silent = await quiet.train({ dataset: other, rounds: 1, params: { verbosity: -1 } });
    expect(silent.iterations).toBe(1);
    expect(others).toEqual([]);
  });
});

describe('files', () => {
  test('bring back a dataset saved in binary form', async () => {
    const file = path.join(folder, 'train.bin');
    await dataset.saveBinary(file);
    using read = await lightGbm.readDataset(file);
    using fromFile = await lightGbm.train({ dataset: read, rounds: 5 });
    using direct = await lightGbm.train({ dataset, rounds: 5 });
    expect(await fromFile.predict(columns)).toEqual(await direct.predict(columns));
  });

  test('that are no dataset are refused with LightGBM’s words', async () => {
    const attempt = lightGbm.readDataset(path.join(folder, 'none.csv'));
    await expect(attempt).rejects.toBeInstanceOf(LightGbmError);
  });
});
