import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { silentProgress } from '../../core/index.ts';
import { pruningNames } from './pruning.ts';
import { runSweep, type SweepOptions, type SweepRun } from './run-sweep.ts';
import { samplerNames } from './samplers/index.ts';
import { choice, float, int, type Settings } from './space.ts';
import { bestTrial, type FoldScore, type Trial } from './trial.ts';

const space = {
  rounds: int(1, 100),
  learning_rate: float(0.01, 1, { scale: 'log' }),
  loss: choice('huber', 'squares', 'fair'),
};

const base: SweepOptions = {
  space,
  sampler: 'tpe',
  pruning: 'none',
  trials: 34,
  folds: 3,
  seed: 5,
  inForce: {},
};

/** Scores by settings and fold alone; some fail, some throw. */
function scoreOf(
  { rounds, learning_rate: rate, loss }: Settings,
  fold: number,
): FoldScore | { reason: string } {
  if (loss === 'fair' && fold === 1 && Number(rounds) % 3 === 0) return { reason: 'MASE is no number: NaN' };
  if (loss === 'fair' && Number(rounds) % 7 === 1) throw new Error('LightGBM refused');
  const mase = 1 + Math.abs(Math.log(Number(rate ?? 0.1) / 0.1)) + Math.abs(Number(rounds ?? 50) - 50) / 100;
  return { mase: mase + 0.05 * ((Number(rounds ?? 0) * (fold + 1)) % 5), wape: mase / 10 };
}

interface Attempt {
  readonly workers?: number;
  readonly finished?: readonly Trial[];
  /** Evaluations after which the time is over. */
  readonly evaluations?: number;
  /** Turns of the event loop that an evaluation takes. */
  readonly turns?: (count: number) => number;
}

async function attempt(
  options: SweepOptions,
  { workers = 1, finished = [], evaluations = Infinity, turns = () => 0 }: Attempt = {},
) {
  const kept: Trial[] = [];
  let count = 0;
  const run: SweepRun = {
    finished,
    workers,
    propose: () => undefined,
    evaluate: async (settings, fold) => {
      count += 1;
      for (let turn = turns(count); turn > 0; turn--) await Promise.resolve();
      return scoreOf(settings, fold);
    },
    keep: (trial) => Promise.resolve(void kept.push(trial)),
    isOver: () => count >= evaluations,
    progress: silentProgress,
  };
  const trials = await runSweep(options, run);
  return { trials, kept, count };
}

const kinds = samplerNames.flatMap((sampler) => pruningNames.map((pruning) => ({ sampler, pruning })));

describe.each(kinds)('a sweep by $sampler with pruning $pruning', (kind) => {
  const options = { ...base, ...kind };

  test('ends the same with any number of workers, however long each evaluation takes', async () => {
    const { trials, kept } = await attempt(options);
    expect(trials).toHaveLength(35);
    expect(kept).toHaveLength(35);
    expect(trials.map(({ number }) => number)).toEqual([...trials.keys()]);
    const turns = (count: number): number => (count * 7919) % 23;
    for (const workers of [2, 5]) {
      expect((await attempt(options, { workers, turns })).trials).toEqual(trials);
    }
  });

  test('ends as an undisturbed one, wherever its time was over, and however often', async () => {
    const { trials, count } = await attempt(options);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: count }),
        fc.integer({ min: 1, max: 60 }),
        async (first, second) => {
          const one = await attempt(options, { workers: 2, evaluations: first });
          for (const trial of one.trials) expect(trial).toEqual(trials[trial.number]);
          const two = await attempt(options, { finished: one.kept, evaluations: second });
          const last = await attempt(options, { workers: 3, finished: [...one.kept, ...two.kept] });
          expect(last.trials).toEqual(trials);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a trial', () => {
  test('that fails or throws is kept with its reason, the folds before it too, and the sweep goes on', async () => {
    const { trials } = await attempt({ ...base, sampler: 'random', trials: 60 });
    const failed = trials.filter(({ status }) => status === 'failed');
    expect(failed.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['fold 1: LightGBM refused', 'fold 2: MASE is no number: NaN']),
    );
    expect(failed.every(({ reason, folds }) => folds.length === Number(reason?.at(5)) - 1)).toBe(true);
    expect(bestTrial(trials)?.status).toBe('done');
  });

  test('is given up by halving after the first fold unless it is in the better half', async () => {
    const { trials, count } = await attempt({ ...base, pruning: 'halving', sampler: 'random', trials: 10 });
    const pruned = trials.filter(({ status }) => status === 'pruned');
    expect(pruned.length).toBeGreaterThanOrEqual(5);
    expect(count).toBeLessThan(33);
    const worst = trials.filter(({ status }) => status === 'done').map(({ folds }) => folds[0]?.mase ?? 0);
    const given = pruned.filter(({ folds }) => folds.length === 1).map(({ folds }) => folds[0]?.mase ?? 0);
    expect(Math.min(...given)).toBeGreaterThanOrEqual(Math.max(...worst.slice(1)));
  });
});

test('columns that are left out stay so in every trial, unless the space varies them', async () => {
  const inForce = { rounds: 7, without: ['lev_24'] };
  const trialsOf = async (options: Partial<SweepOptions>) =>
    (await attempt({ ...base, trials: 12, inForce, ...options })).trials;
  for (const sampler of samplerNames) {
    const trials = await trialsOf({ sampler });
    expect(trials[0]?.settings).toEqual(inForce);
    for (const { settings } of trials) expect(settings['without']).toEqual(['lev_24']);
    const plain = await trialsOf({ sampler, inForce: {} });
    expect(trials.slice(1).map(({ settings }) => settings)).toEqual(
      plain.slice(1).map(({ settings }) => ({ ...settings, without: ['lev_24'] })),
    );
  }
  const varied = await trialsOf({ space: { ...space, without: choice([], ['d0']) } });
  const left = new Set(varied.slice(1).map(({ settings }) => JSON.stringify(settings['without'])));
  expect([...left].toSorted()).toEqual(['["d0"]', '[]']);
});
