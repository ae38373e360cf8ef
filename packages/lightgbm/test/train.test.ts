import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LightGbm, LightGbmUsageError, type Dataset, type LightGbmParams } from '../src/index.ts';
import { makeTable, sliceColumns } from './table.ts';

const { columns, amount } = makeTable(1000);
const params: LightGbmParams = { objective: 'regression', metric: 'rmse', num_leaves: 8 };
let lightGbm: LightGbm;
let dataset: Dataset;
let heldOut: Dataset;

beforeAll(async () => {
  lightGbm = await LightGbm.open({ threads: 2 });
  dataset = await lightGbm.createDataset({
    features: sliceColumns(columns, 0, 800),
    label: amount.slice(0, 800),
    keepRows: true,
  });
  heldOut = await lightGbm.createDataset({
    features: sliceColumns(columns, 800, 1000),
    label: amount.slice(800),
    reference: dataset,
    keepRows: true,
  });
});

afterAll(async () => lightGbm.close());

describe('train', () => {
  test('reports the metrics of every dataset watched, the training one too', async () => {
    const valid = { before: dataset, after: heldOut };
    using booster = await lightGbm.train({ dataset, params, rounds: 12, valid });
    const before = booster.evals['before']?.['rmse'] ?? new Float64Array();
    expect(before).toHaveLength(12);
    expect(before[11]).toBeLessThan(before[0] ?? 0);

    const predictions = await booster.predict(sliceColumns(columns, 800, 1000));
    const squares = predictions.map((value, row) => (value - Math.fround(amount[800 + row] ?? 0)) ** 2);
    const rmse = Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
    expect(booster.evals['after']?.['rmse']?.[11]).toBeCloseTo(rmse, 6);
  });

  test('tells every iteration once, in order', async () => {
    const heard: number[] = [];
    using booster = await lightGbm.train({
      dataset,
      params,
      rounds: 30,
      valid: { heldOut },
      onIteration: ({ iteration, evals }) => {
        heard.push(iteration);
        expect(evals['heldOut']?.['rmse']).toBeGreaterThan(0);
      },
    });
    expect(heard).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(booster.iterations).toBe(30);
  });

  test.each<LightGbmParams>([
    {},
    { bagging_fraction: 0.5, bagging_freq: 2 },
    { boosting: 'rf', bagging_fraction: 0.5, bagging_freq: 1 },
    { boosting: 'dart' },
  ])('keeps the model of the very iteration at which it is told to stop with %j', async (more) => {
    const all = { ...params, ...more };
    using stopped = await lightGbm.train({
      dataset,
      params: all,
      rounds: 400,
      valid: { heldOut },
      onIteration: ({ iteration }) => (iteration === 7 ? 'stop' : undefined),
    });
    using short = await lightGbm.train({ dataset, params: all, rounds: 7, valid: { heldOut } });
    expect(stopped.iterations).toBe(7);
    expect(await stopped.predict(columns)).toEqual(await short.predict(columns));
    expect(stopped.evals).toEqual(short.evals);
  });

  test('stops early at the best iteration and predicts with it', async () => {
    using booster = await lightGbm.train({
      dataset,
      params: { ...params, learning_rate: 0.5 },
      rounds: 500,
      valid: { heldOut },
      earlyStopping: 5,
    });
    const rmse = [...(booster.evals['heldOut']?.['rmse'] ?? [])];
    expect(rmse.indexOf(Math.min(...rmse)) + 1).toBe(booster.bestIteration);
    expect(booster.iterations).toBe(booster.bestIteration + 5);
    const { bestIteration } = booster;
    expect(await booster.predict(columns)).toEqual(
      await booster.predict(columns, { iterations: bestIteration }),
    );
    expect(await booster.predict(columns)).not.toEqual(await booster.predict(columns, { iterations: 1 }));
  });

  test('refuses early stopping when nothing is held out', async () => {
    const options = { dataset, params, valid: { dataset }, earlyStopping: 3 };
    await expect(lightGbm.train(options)).rejects.toThrow(/Early stopping needs a metric/);
  });

  test('is rejected with the reason of the signal when cancelled, and goes on working', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const training = lightGbm.train({
      dataset,
      params,
      rounds: 1_000_000,
      signal: controller.signal,
      onIteration: () => controller.abort(reason),
    });
    await expect(training).rejects.toBe(reason);
    using booster = await lightGbm.train({ dataset, params, rounds: 1 });
    expect(booster.iterations).toBe(1);
  });

  test('refuses at once when the signal is aborted already', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(lightGbm.train({ dataset, params, signal })).rejects.toThrow('too late');
  });

  test('ends with the error that a callback throws', async () => {
    const failure = new Error('from the callback');
    const onIteration = (): void => {
      throw failure;
    };
    await expect(lightGbm.train({ dataset, params, rounds: 50, onIteration })).rejects.toBe(failure);
  });

  test('predicts for others while it trains', async () => {
    using booster = await lightGbm.train({ dataset, params, rounds: 3 });
    const controller = new AbortController();
    const { signal } = controller;
    const training = lightGbm.train({ dataset, params, rounds: 1_000_000, signal });
    expect(await booster.predictRow(columns.map((column) => column[0] ?? 0))).toHaveLength(1);
    controller.abort(new Error('served'));
    await expect(training).rejects.toThrow('served');
  });

  test('takes a loss of the caller’s own, equal to the built-in one', async () => {
    // Squared error: the first derivative is score - label, the second 1. LightGBM holds labels in single precision.
    const label = Float32Array.from(amount.slice(0, 800));
    using own = await lightGbm.train({
      dataset,
      params: { metric: 'rmse', num_leaves: 8 },
      rounds: 10,
      valid: { heldOut },
      objective: (scores) => ({
        gradients: Float32Array.from(scores, (score, row) => score - (label[row] ?? 0)),
        hessians: new Float32Array(scores.length).fill(1),
      }),
    });
    using builtIn = await lightGbm.train({
      dataset,
      params: { ...params, boost_from_average: false },
      rounds: 10,
      valid: { heldOut },
    });
    expect(await own.predict(columns)).toEqual(await builtIn.predict(columns));
    expect(own.evals).toEqual(builtIn.evals);
  });

  test('takes a metric of the caller’s own and lets it stop', async () => {
    const seen: string[] = [];
    using booster = await lightGbm.train({
      dataset,
      params: { ...params, metric: 'none' },
      rounds: 50,
      valid: { dataset, heldOut },
      earlyStopping: { rounds: 2, firstMetricOnly: true },
      metrics: [
        {
          name: 'count',
          higherIsBetter: true,
          // 1, 2, 3, 3, 3 on the rows held out: two iterations without a better one after the third.
          evaluate: (predictions, name) => {
            seen.push(name);
            expect(predictions).toHaveLength(name === 'dataset' ? 800 : 200);
            return Math.min(Math.ceil(seen.length / 2), 3);
          },
        },
      ],
    });
    expect([...(booster.evals['heldOut']?.['count'] ?? [])]).toEqual([1, 2, 3, 3, 3]);
    expect(booster.bestIteration).toBe(3);
    expect(seen.slice(0, 4)).toEqual(['dataset', 'heldOut', 'dataset', 'heldOut']);
  });

  test('goes on from a model', async () => {
    using first = await lightGbm.train({ dataset, params, rounds: 10 });
    const heard: number[] = [];
    using second = await lightGbm.train({
      dataset,
      params,
      rounds: 5,
      initModel: first,
      valid: { heldOut },
      onIteration: ({ iteration }) => {
        heard.push(iteration);
      },
    });
    expect(second.iterations).toBe(15);
    expect(heard).toEqual([11, 12, 13, 14, 15]);
    expect(await second.predict(columns, { iterations: 10 })).toEqual(await first.predict(columns));
    using fresh = await lightGbm.train({ dataset, params, rounds: 10 });
    expect(await fresh.predict(columns)).toEqual(await first.predict(columns));
  });

  test('refuses to go on from a model without the rows', async () => {
    using bare = await lightGbm.createDataset({ features: columns, label: amount });
    using booster = await lightGbm.train({ dataset: bare, params, rounds: 2 });
    await expect(lightGbm.train({ dataset: bare, params, initModel: booster })).rejects.toThrow(/keepRows/);
  });

  test('goes on from a model on a subset', async () => {
    using half = await dataset.subset(Array.from({ length: 400 }, (_, row) => 2 * row));
    using first = await lightGbm.train({ dataset, params, rounds: 5 });
    using second = await lightGbm.train({ dataset: half, params, rounds: 5, initModel: first });
    expect(second.iterations).toBe(10);
  });

  test('gives the same model whatever the number of threads', async () => {
    const texts: string[] = [];
    for (const threads of [1, 2, 3]) {
      await using other = await LightGbm.open({ threads });
      using same = await other.createDataset({ features: columns, label: amount });
      const sampled = { ...params, bagging_fraction: 0.5, bagging_freq: 1, feature_fraction: 0.5 };
      using booster = await other.train({ dataset: same, params: sampled, rounds: 20 });
      texts.push(await booster.toText());
    }
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).toBe(texts[0]);
  });

  test('gives identical models from two workers at once on shared memory', async () => {
    const shared = columns.map((column) => {
      const values = new Float64Array(new SharedArrayBuffer(column.byteLength));
      values.set(column);
      return values;
    });
    const trainText = async (): Promise<string> => {
      await using other = await LightGbm.open({ threads: 1 });
      using own = await other.createDataset({ features: shared, label: amount });
      using booster = await other.train({ dataset: own, params, rounds: 20 });
      return booster.toText();
    };
    const [first, second] = await Promise.all([trainText(), trainText()]);
    expect(first).toBe(second);
    expect(first).toContain('Tree=19');
  });

  test('cancels what is under way when closed', async () => {
    const other = await LightGbm.open({ threads: 1 });
    const own = await other.createDataset({ features: columns, label: amount });
    const training = other.train({ dataset: own, params, rounds: 1_000_000 });
    const [ended] = await Promise.allSettled([training, other.close()]);
    expect(ended).toMatchObject({ status: 'rejected', reason: expect.any(LightGbmUsageError) as unknown });
    await expect(other.loadBooster('')).rejects.toThrow('This LightGbm is closed.');
  });
});

describe('crossValidate', () => {
  const isEven = (row: number): boolean => row % 2 === 0;
  const all = Array.from({ length: 800 }, (_, row) => row);
  const even = all.filter(isEven);
  const odd = all.filter((row) => !isEven(row));

  test('equals training each fold by itself', async () => {
    const folds = [
      { train: even, valid: odd },
      { train: odd, valid: even },
    ];
    const result = await lightGbm.crossValidate({ dataset, folds, params, rounds: 8, keepBoosters: true });
    for (const [index, fold] of folds.entries()) {
      using train = await dataset.subset(fold.train);
      using valid = await dataset.subset(fold.valid);
      using alone = await lightGbm.train({ dataset: train, params, rounds: 8, valid: { valid } });
      expect(result.metrics['rmse']?.folds[index]).toEqual(alone.evals['valid']?.['rmse']);
      expect(await result.boosters[index]?.predict(columns)).toEqual(await alone.predict(columns));
    }
    const [a = 0, b = 0] = result.metrics['rmse']?.folds.map((fold) => fold[7] ?? 0) ?? [];
    expect(result.metrics['rmse']?.mean[7]).toBe((a + b) / 2);
    expect(result.metrics['rmse']?.standardDeviation[7]).toBeCloseTo(Math.abs(a - b) / 2, 12);
    expect(result.bestIteration).toBe(8);
    for (const booster of result.boosters) booster.free();
  });

  test('stops by the mean over the folds', async () => {
    const result = await lightGbm.crossValidate({
      dataset,
      folds: [
        { train: even, valid: odd },
        { train: odd, valid: even },
      ],
      params: { ...params, learning_rate: 0.8 },
      rounds: 300,
      earlyStopping: 3,
    });
    const mean = [...(result.metrics['rmse']?.mean ?? [])];
    expect(mean.length).toBe(result.bestIteration + 3);
    expect(mean.indexOf(Math.min(...mean)) + 1).toBe(result.bestIteration);
    expect(result.boosters).toEqual([]);
  });

  test('takes folds that are datasets', async () => {
    const result = await lightGbm.crossValidate({
      folds: [{ train: dataset, valid: heldOut }],
      params,
      rounds: 6,
    });
    using booster = await lightGbm.train({ dataset, params, rounds: 6, valid: { heldOut } });
    expect(result.metrics['rmse']?.mean).toEqual(booster.evals['heldOut']?.['rmse']);
  });

  test('can be cancelled', async () => {
    const signal = AbortSignal.timeout(20);
    const folds = [{ train: even, valid: odd }];
    const running = lightGbm.crossValidate({ dataset, folds, params, rounds: 1_000_000, signal });
    await expect(running).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('predictWhileTraining', () => {
  test('gives what models of so many rounds predict, a model that finds no split too', async () => {
    const rows = { features: sliceColumns(columns, 0, 800), label: amount.slice(0, 800) };
    const scoredRows = sliceColumns(columns, 800, 1000);
    for (const more of [{}, { bagging_fraction: 0.5, bagging_freq: 1 }, { min_data_in_leaf: 500 }]) {
      using train = await lightGbm.createDataset({ ...rows, params: { enable_bundle: false } });
      using scored = await lightGbm.createDataset({
        features: scoredRows,
        label: new Float64Array(200),
        reference: train,
      });
      const told = { ...params, ...more };
      const rounds = [1, 5, 20];
      const predicted = await lightGbm.predictWhileTraining({ dataset: train, scored, params: told, rounds });
      for (const [place, count] of rounds.entries()) {
        using booster = await lightGbm.train({ dataset: train, params: told, rounds: count });
        expect(predicted[place]).toEqual(await booster.predict(scoredRows));
      }
    }
  });

  test('takes ascending rounds alone, and ends where it is cancelled', async () => {
    const asked = { dataset, scored: heldOut, params };
    await expect(lightGbm.predictWhileTraining({ ...asked, rounds: [5, 5] })).rejects.toThrow(
      'rounds has 5 after 5, but ascending numbers are wanted.',
    );
    const controller = new AbortController();
    const { signal } = controller;
    const endless = lightGbm.predictWhileTraining({ ...asked, rounds: [10_000_000], signal });
    controller.abort();
    await expect(endless).rejects.toMatchObject({ name: 'AbortError' });
  });
});
