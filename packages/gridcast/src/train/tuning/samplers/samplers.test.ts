import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSpace } from '../parse-space.ts';
import { presets } from '../presets.ts';
import { choice, float, gridSize, gridValues, int, type Settings, type Space } from '../space.ts';
import type { Trial } from '../trial.ts';
import { propose, samplerNames, type SamplerInput } from './index.ts';

const spaces = fc.constantFrom<Space>(...Object.values(presets), {
  rounds: int(3, 3),
  learning_rate: float(0.001, 0.5, { scale: 'log' }),
  loss: choice('huber', 'squares'),
});

const trial = (number: number, settings: Settings, mase: number): Trial => ({
  number,
  generation: 1,
  settings,
  status: 'done',
  folds: [{ mase, wape: mase }],
});

/** Trials of a generation whose scores the sampler may look at. */
function scored(input: SamplerInput, count: number): Trial[] {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const settings = propose('random', { ...input, earlier: [] }, numbers);
  return settings.map((one, i) => trial(i + 1, one, ((i * 7919) % 101) / 100));
}

describe.each(samplerNames)('the sampler %s', (name) => {
  test('proposes what the space allows, the same again, whatever is proposed beside it', () => {
    fc.assert(
      fc.property(spaces, fc.nat(1000), fc.integer({ min: 0, max: 30 }), (space, seed, count) => {
        const base = { space, seed, trials: 60, earlier: [] };
        const input = { ...base, earlier: scored(base, count) };
        const proposed = propose(name, input, [31, 32, 33]);
        for (const settings of proposed) {
          const fixed = Object.entries(settings).map(([key, value]) => [key, choice(value)]);
          expect(() => parseSpace(Object.fromEntries(fixed), 'proposed')).not.toThrow();
          expect(Object.keys(settings)).toEqual(Object.keys(space));
        }
        expect(propose(name, input, [31, 32, 33])).toEqual(proposed);
        expect(propose(name, input, [31])).toEqual(proposed.slice(0, 1));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the grid', () => {
  test('goes through every point once, rounds fastest', () => {
    const space = {
      rounds: choice(1, 2),
      loss: choice('huber', 'fair'),
      lambda_l2: float(0, 1, { points: 3 }),
    };
    const numbers = Array.from({ length: gridSize(space) }, (_, i) => i + 1);
    const points = propose('grid', { space, seed: 1, trials: 12, earlier: [] }, numbers);
    expect(new Set(points.map((one) => JSON.stringify(one))).size).toBe(12);
    expect(points.slice(0, 3).map(({ rounds, lambda_l2: lambda }) => [rounds, lambda])).toEqual([
      [1, 0],
      [2, 0],
      [1, 0.5],
    ]);
  });

  test('spreads fewer trials over all of it', () => {
    const space = { lambda_l2: float(0, 1, { points: 50 }) };
    const points = propose('grid', { space, seed: 1, trials: 5, earlier: [] }, [1, 2, 3, 4, 5]);
    const values = points.map(({ lambda_l2: lambda }) => Math.round(10 * Number(lambda)));
    expect(values).toEqual([0, 2, 5, 6, 9]);
  });

  test.each([12, 20, 50, 100])(
    "shows every value of the tutorial's parameters in %i of its points",
    (trials) => {
      const space = presets['tutorial'] as Space;
      const numbers = Array.from({ length: trials }, (_, i) => i + 1);
      const points = propose('grid', { space, seed: 1, trials, earlier: [] }, numbers);
      expect(new Set(points.map((one) => JSON.stringify(one))).size).toBe(trials);
      for (const [name, parameter] of Object.entries(space)) {
        const seen = new Set(points.map((one) => JSON.stringify(one[name])));
        expect(seen.size, name).toBe(gridValues(parameter).length);
      }
    },
  );

  test('has no point twice, whatever part of it is wanted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 120 }), (size, trials) => {
        const space = { lambda_l2: float(0, 1, { points: size }) };
        const numbers = Array.from({ length: Math.min(trials, gridSize(space)) }, (_, i) => i + 1);
        const points = propose('grid', { space, seed: 1, trials, earlier: [] }, numbers);
        expect(new Set(points.map(({ lambda_l2: lambda }) => lambda)).size).toBe(numbers.length);
      }),
    );
  });
});

describe('tpe', () => {
  // a bowl over two numbers on a log scale, with a choice that shifts it: the least is 0
  const space = {
    learning_rate: float(0.001, 1, { scale: 'log' }),
    lambda_l2: float(0.01, 100, { scale: 'log' }),
    loss: choice('huber', 'squares', 'fair'),
  };
  const score = ({ learning_rate: rate, lambda_l2: lambda, loss }: Settings): number =>
    Math.log10(Number(rate) / 0.05) ** 2 + Math.log10(Number(lambda) / 3) ** 2 + (loss === 'fair' ? 0 : 1);

  test('finds lower scores than random draws do with as many trials, over ten seeds', () => {
    const best = (name: 'tpe' | 'random', seed: number): number => {
      const trials: Trial[] = [];
      for (let first = 1; first <= 51; first += 10) {
        const numbers = Array.from({ length: 10 }, (_, i) => first + i);
        const proposed = propose(name, { space, seed, trials: 60, earlier: [...trials] }, numbers);
        trials.push(...proposed.map((settings, i) => trial(first + i, settings, score(settings))));
      }
      return Math.min(...trials.map(({ settings }) => score(settings)));
    };
    const seeds = Array.from({ length: 10 }, (_, seed) => seed);
    const mean = (name: 'tpe' | 'random'): number =>
      seeds.reduce((sum, seed) => sum + best(name, seed), 0) / seeds.length;
    expect(mean('tpe')).toBeLessThan(0.5 * mean('random'));
  });
});
