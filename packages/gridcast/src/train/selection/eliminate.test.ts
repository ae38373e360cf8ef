import { LightGbm } from '@gridcast/lightgbm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawsFor } from '../tuning/draw.ts';
import { FoldFitter } from '../tuning/fit-fold.ts';
import type { LearningRows, ScoringRows } from '../tuning/sweep-rows.ts';
import { drawDonors } from './donors.ts';
import { chosenStep, columnsToDrop, eliminate, isAboveNoise, isAsGood } from './eliminate.ts';
import { movedSets, summariseFolds, unitsOf, type SelectionStep } from './measure-columns.ts';
import { originScorer } from './origin-scores.ts';

const NOISE = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
const COLUMNS = ['strong', 'twin_a', 'twin_b', 'weak', 'holiday', ...NOISE];
const FOLDS = 3;
const ROWS = 3000;
const DAYS = 4;
/** Rows of one scored origin: ten series, 24 leads. */
const ORIGIN = 240;
let lightgbm: LightGbm;

beforeAll(async () => {
  lightgbm = await LightGbm.open({ threads: 1 });
});
afterAll(() => lightgbm.close());

const familyOf = (column: string): string =>
  column.startsWith('twin') ? 'twins' : column.startsWith('n') ? 'noise' : column;

/** Two columns are equal, one is a day that never comes, six say nothing. */
function columnsOf(first: number, rows: number): Float64Array[] {
  return COLUMNS.map((name) => {
    const draw = drawsFor('column', name === 'twin_b' ? 'twin_a' : name, first);
    return Float64Array.from({ length: rows }, () => (name === 'holiday' ? 0 : draw()));
  });
}

function truthOf(columns: readonly Float64Array[], first: number): Float64Array {
  const [strong, twin, , weak] = columns;
  const draw = drawsFor('truth', first);
  return Float64Array.from(
    strong ?? [],
    (x, row) => 10 + 4 * x + 3 * (twin?.[row] ?? 0) + 0.7 * (weak?.[row] ?? 0) + 0.5 * draw(),
  );
}

/** `later` changes what becomes known after the first fold. */
function makePanel(later: (value: number) => number = (value) => value) {
  const train = columnsOf(0, ROWS);
  const label = truthOf(train, 0).map((y, row) => (row < ROWS / FOLDS ? y - 10 : later(y - 10)));
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const first = fold + 1;
    const columns = columnsOf(first, DAYS * ORIGIN);
    const constant = (value: (row: number) => number): Float64Array =>
      Float64Array.from({ length: DAYS * ORIGIN }, (_, row) => value(row));
    const scoring: ScoringRows = {
      origin: constant((row) => 24 * (fold * DAYS + Math.floor(row / ORIGIN))),
      series: constant((row) => Math.floor(row / 24) % 10),
      truth: truthOf(columns, first),
      anchor: constant(() => 10),
      unit: constant(() => 1),
      scale: constant(() => 1),
    };
    return { columns, scoring };
  });
  const learning: LearningRows = {
    names: COLUMNS,
    maxBin: 63,
    train,
    label,
    weight: new Float64Array(ROWS).fill(1),
    entersAt: Uint8Array.from({ length: ROWS }, (_, row) => Math.floor((row * FOLDS) / ROWS)),
    scored: folds.map(({ columns }) => columns),
  };
  return { learning, scoring: folds.map(({ scoring }) => scoring) };
}

function makeMeasure({ learning, scoring }: ReturnType<typeof makePanel>) {
  const fitter = new FoldFitter(lightgbm, learning);
  const donors = drawDonors(
    scoring.map(({ truth }) => truth.length),
    { seed: 1, repetitions: 2 },
  );
  const params = {
    objective: 'regression' as const,
    learning_rate: 0.1,
    num_leaves: 15,
    feature_fraction: 0.8,
    seed: 1,
  };
  return async (number: number, columns: readonly string[]): Promise<SelectionStep> => {
    const units = unitsOf(columns, familyOf);
    const folds = [];
    for (const [fold, rows] of scoring.entries()) {
      const task = {
        fold,
        columns,
        rounds: 60,
        params,
        units: movedSets(units),
        donors: donors[fold] ?? [],
      };
      folds.push({ measure: await fitter.measure(task), score: originScorer(rows, 'linear') });
    }
    return summariseFolds(number, units, folds);
  };
}

function run(
  panel: ReturnType<typeof makePanel>,
  options: { readonly kept?: readonly string[]; readonly measured?: readonly SelectionStep[] } = {},
): Promise<readonly SelectionStep[]> {
  return eliminate(COLUMNS, {
    kept: [],
    measured: [],
    ...options,
    measure: makeMeasure(panel),
    keep: () => Promise.resolve(),
    progress: () => undefined,
  });
}

describe('an elimination', { timeout: 60_000 }, () => {
  test('keeps what forecasts, though two do it alike, and nothing that says nothing', async () => {
    const steps = await run(makePanel());
    const chosen = chosenStep(steps)?.columns ?? [];
    expect(chosen).toEqual(expect.arrayContaining(['strong', 'weak']));
    // each does a part of the other's work
    expect(chosen.filter((name) => name.startsWith('twin')).length).toBeGreaterThan(0);
    expect(chosen).not.toContain('holiday');
    // six columns of chance: one may be lucky
    expect(chosen.filter((name) => NOISE.includes(name)).length).toBeLessThan(2);
    const [all] = steps;
    const worth = Object.fromEntries((all?.importances ?? []).map((one) => [one.name, one]));
    expect(worth['holiday']).toMatchObject({ mean: 0, error: 0, gainShare: 0 });
    expect(worth['strong']?.mean).toBeGreaterThan(worth['weak']?.mean ?? Infinity);
    const families = Object.fromEntries((all?.families ?? []).map((one) => [one.name, one]));
    expect(Object.keys(families)).toEqual(['twins', 'noise']);
    // together they are worth more than each beside the other
    expect(families['twins']?.mean).toBeGreaterThan(
      (worth['twin_a']?.mean ?? Infinity) + (worth['twin_b']?.mean ?? Infinity),
    );
    expect((all?.importances ?? []).reduce((sum, { gainShare }) => sum + gainShare, 0)).toBeCloseTo(1, 12);
  });

  test('is the same twice, and gone on with from any step', async () => {
    const steps = await run(makePanel());
    expect(await run(makePanel(), { measured: steps.slice(0, 2) })).toEqual(steps);
    expect(JSON.stringify(await run(makePanel()))).toBe(JSON.stringify(steps));
    const read = JSON.parse(JSON.stringify(steps)) as SelectionStep[];
    expect(await run(makePanel(), { measured: read })).toEqual(steps);
  });

  test('leaves no column out that is to stay', async () => {
    const steps = await run(makePanel(), { kept: ['holiday', 'n3'] });
    for (const { columns } of steps) expect(columns).toEqual(expect.arrayContaining(['holiday', 'n3']));
  });

  test('learns nothing in a fold from what became known after it', async () => {
    const [one, two] = [
      await makeMeasure(makePanel())(0, COLUMNS),
      await makeMeasure(makePanel((value) => 3 - value))(0, COLUMNS),
    ];
    expect(two.mase.slice(0, DAYS)).toEqual(one.mase.slice(0, DAYS));
    expect(two.mase.slice(DAYS)).not.toEqual(one.mase.slice(DAYS));
  });
});

const worth = fc.record({
  mean: fc.double({ min: -1, max: 1, noNaN: true }),
  error: fc.double({ min: 0, max: 0.5, noNaN: true }),
});

test('no step drops too much at once, whatever was measured', () => {
  const measured = fc.array(fc.record({ worth, family: fc.nat({ max: 3 }), isKept: fc.boolean() }), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(measured, fc.array(worth, { minLength: 4, maxLength: 4 }), (items, families) => {
      const columns = items.map((_, place) => `c${place}`);
      const kept = columns.filter((_, place) => items[place]?.isKept);
      const units = unitsOf(columns, (name) => `f${items[Number(name.slice(1))]?.family}`);
      const step: SelectionStep = {
        number: 0,
        columns,
        mase: [1],
        importances: columns.map((name, place) => ({
          name,
          gainShare: 0,
          mean: items[place]?.worth.mean ?? 0,
          error: items[place]?.worth.error ?? 0,
        })),
        families: units.families.map((family, place) => ({
          ...family,
          gainShare: 0,
          ...(families[place] ?? { mean: 0, error: 0 }),
        })),
      };
      const dropped = columnsToDrop(step, kept);
      expect(new Set(dropped).size).toBe(dropped.length);
      expect(dropped.length).toBeLessThan(columns.length);
      expect(dropped.length).toBeLessThanOrEqual(Math.ceil(columns.length / 3));
      expect(dropped.filter((name) => kept.includes(name))).toEqual([]);
      const above = step.importances.filter(isAboveNoise).map(({ name }) => name);
      expect(dropped.filter((name) => above.includes(name))).toEqual([]);
      for (const family of step.families.filter(isAboveNoise)) {
        const gone = family.columns.filter((name) => dropped.includes(name));
        expect(gone.length).toBeLessThanOrEqual(family.columns.length / 2);
      }
    }),
  );
});

test('a step is as good as all columns within one standard error of the difference', () => {
  const all = { mase: [0.5, 0.6, 0.7] };
  expect(isAsGood({ mase: [0.5, 0.6, 0.7] }, all)).toBe(true);
  expect(isAsGood({ mase: [0.51, 0.61, 0.71] }, all)).toBe(false);
  // mean 0.01, standard error 0.0153
  expect(isAsGood({ mase: [0.54, 0.59, 0.7] }, all)).toBe(true);
});
