/** The same data and parameters give the same trees and the same prediction bytes as Python's LightGBM. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Booster, LightGbmParams, PredictionKind } from '../src/index.ts';
import { LightGbm } from '../src/index.ts';
import { findPython, pythonRemedy } from './python/find-python.ts';
import { categoryColumn, makeTable, sliceColumns } from './table.ts';

interface Case {
  readonly name: string;
  readonly label: Float64Array;
  readonly weight?: Float64Array;
  readonly group?: readonly number[];
  readonly heldOutGroup?: readonly number[];
  readonly categorical?: readonly number[];
  readonly datasetParams?: LightGbmParams;
  readonly params: LightGbmParams;
  readonly rounds: number;
  readonly earlyStoppingRounds?: number;
  /** How often training goes on from the model before. */
  readonly repeats?: number;
  /** Default: all. */
  readonly kinds?: readonly PredictionKind[];
}

const rows = 3000;
const heldOutFrom = 2400;
const table = makeTable(rows);
const { amount, flag, grade, weight } = table;
const ours: LightGbmParams = {
  deterministic: true,
  force_col_wise: true,
  feature_pre_filter: false,
  seed: 0,
  verbosity: -1,
};
const queries = { group: Array.from({ length: 24 }, () => 100), heldOutGroup: [200, 400] };

const cases: readonly Case[] = [
  { name: 'regression', label: amount, params: { objective: 'regression' }, rounds: 60 },
  {
    name: 'quantile-weighted',
    label: amount,
    weight,
    params: { objective: 'quantile', alpha: 0.9 },
    rounds: 40,
  },
  {
    name: 'l1-sampled',
    label: amount,
    params: {
      objective: 'regression_l1',
      bagging_fraction: 0.7,
      bagging_freq: 1,
      feature_fraction: 0.6,
      seed: 7,
    },
    rounds: 40,
  },
  {
    name: 'categorical',
    label: amount,
    categorical: [categoryColumn],
    params: { objective: 'regression' },
    rounds: 40,
  },
  {
    name: 'coarse-bins-quantized',
    label: amount,
    datasetParams: { max_bin: 63 },
    params: { objective: 'huber', use_quantized_grad: true, num_grad_quant_bins: 16 },
    rounds: 30,
  },
  {
    name: 'linear-leaves',
    label: amount,
    datasetParams: { linear_tree: true },
    params: {},
    rounds: 20,
    kinds: ['value', 'raw', 'leaf'], // LightGBM has no contributions for linear leaves.
  },
  {
    name: 'binary-early-stop',
    label: flag,
    params: { objective: 'binary', metric: ['binary_logloss', 'auc'], learning_rate: 0.3, num_leaves: 63 },
    rounds: 300,
    earlyStoppingRounds: 10,
  },
  { name: 'multiclass', label: grade, params: { objective: 'multiclass', num_class: 3 }, rounds: 20 },
  {
    name: 'ranking',
    label: grade,
    ...queries,
    params: { objective: 'lambdarank', metric: 'ndcg', eval_at: [5] },
    rounds: 20,
  },
  { name: 'dart', label: amount, params: { boosting: 'dart' }, rounds: 30 },
  { name: 'goss', label: amount, params: { data_sample_strategy: 'goss' }, rounds: 30 },
  { name: 'continued', label: amount, params: {}, rounds: 15, repeats: 3 },
  {
    name: 'continued-multiclass',
    label: grade,
    params: { objective: 'multiclass', num_class: 3 },
    rounds: 8,
    repeats: 2,
  },
];

const folds = [0, 1, 2].map((fold) => ({
  train: Array.from({ length: heldOutFrom }, (_, row) => row).filter((row) => row % 3 !== fold),
  valid: Array.from({ length: heldOutFrom }, (_, row) => row).filter((row) => row % 3 === fold),
}));
const crossValidation: LightGbmParams = { objective: 'regression', metric: ['rmse', 'l1'] };

const allKinds: readonly PredictionKind[] = ['value', 'raw', 'leaf', 'contributions'];
const python = findPython();

describe.skipIf(python === undefined)(`parity with Python (${pythonRemedy})`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightgbm-parity-'));
  let lightGbm: LightGbm;

  beforeAll(async () => {
    lightGbm = await LightGbm.open({ threads: 2 });
    writeCases(folder);
    execFileSync(python ?? '', [path.join(import.meta.dirname, 'python', 'train.py'), folder], {
      env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE' },
    });
  });

  afterAll(async () => {
    await lightGbm.close();
    rmSync(folder, { recursive: true });
  });

  test.each(cases)('$name', async (each) => {
    using booster = await trainCase(lightGbm, each);
    const theirs = readFileSync(path.join(folder, `${each.name}.txt`), 'utf8');
    expect(theirs).toContain('\nTree=5\n');
    expect(treesOf(await booster.toText())).toBe(treesOf(theirs));

    const heldOut = sliceColumns(table.columns, heldOutFrom, rows);
    for (const kind of each.kinds ?? allKinds) {
      const predictions = await booster.predict(heldOut, { kind });
      const expected = readFileSync(path.join(folder, `${each.name}.${kind}.f64`));
      expect(Buffer.from(predictions.buffer).equals(expected), kind).toBe(true);
    }

    const record = readRecord(each.name);
    if (each.earlyStoppingRounds !== undefined) expect(booster.bestIteration).toBe(record.bestIteration);
    for (const [metric, values] of Object.entries(record.history)) {
      expect([...(booster.evals['held_out']?.[metric] ?? [])]).toEqual(values);
    }
  });

  test('cross-validation', async () => {
    using dataset = await lightGbm.createDataset({
      features: sliceColumns(table.columns, 0, heldOutFrom),
      label: amount.slice(0, heldOutFrom),
    });
    const { metrics } = await lightGbm.crossValidate({ dataset, folds, params: crossValidation, rounds: 20 });
    const expected = JSON.parse(readFileSync(path.join(folder, 'cross-validation.json'), 'utf8')) as Record<
      string,
      number[]
    >;
    for (const metric of ['rmse', 'l1']) {
      // Python sums the folds in another order, so the last bits may differ.
      const mean = metrics[metric]?.mean ?? new Float64Array();
      const theirs = expected[`valid ${metric}-mean`] ?? [];
      expect(mean).toHaveLength(theirs.length);
      for (const [at, value] of mean.entries()) expect(value).toBeCloseTo(theirs[at] ?? 0, 10);
    }
  });

  function readRecord(name: string): { bestIteration: number; history: Record<string, number[]> } {
    return JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as ReturnType<
      typeof readRecord
    >;
  }
});

async function trainCase(lightGbm: LightGbm, each: Case): Promise<Booster> {
  const make = (start: number, end: number) => ({
    features: sliceColumns(table.columns, start, end),
    label: each.label.slice(start, end),
    ...(each.weight && { weight: each.weight.slice(start, end) }),
    keepRows: true,
  });
  using dataset = await lightGbm.createDataset({
    ...make(0, heldOutFrom),
    ...(each.group && { group: each.group }),
    ...(each.categorical && { categorical: each.categorical }),
    params: each.datasetParams ?? {},
  });
  using heldOut = await lightGbm.createDataset({
    ...make(heldOutFrom, rows),
    ...(each.heldOutGroup && { group: each.heldOutGroup }),
    reference: dataset,
  });
  let booster: Booster | undefined;
  for (let repeat = 0; repeat < (each.repeats ?? 1); repeat += 1) {
    booster = await lightGbm.train({
      dataset,
      params: each.params,
      rounds: each.rounds,
      valid: { held_out: heldOut },
      ...(each.earlyStoppingRounds !== undefined && { earlyStopping: each.earlyStoppingRounds }),
      ...(booster && { initModel: booster }),
    });
  }
  if (booster === undefined) throw new Error('no training');
  return booster;
}

function writeCases(folder: string): void {
  const file = (name: string): string => path.join(folder, name);
  const features = new Float64Array(table.columns.length * rows);
  for (const [index, column] of table.columns.entries()) features.set(column, index * rows);
  writeFileSync(file('features.f64'), features);
  const python = cases.map((each) => ({
    ...each,
    label: [...each.label],
    ...(each.weight && { weight: [...each.weight] }),
    datasetParams: { ...ours, num_threads: 2, ...each.datasetParams },
    kinds: each.kinds ?? allKinds,
  }));
  writeFileSync(file('cases.json'), JSON.stringify(python));
  const whole = {
    rows,
    columns: table.columns.length,
    heldOutFrom,
    label: [...amount],
    folds,
    crossValidation: { ...ours, ...crossValidation },
  };
  writeFileSync(file('table.json'), JSON.stringify(whole));
}

/** A model's text without the parameters, which hold the number of threads and the like. */
function treesOf(text: string): string {
  return text.slice(0, text.indexOf('\nparameters:'));
}
