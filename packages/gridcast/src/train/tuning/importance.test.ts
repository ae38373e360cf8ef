import { expect, test } from 'vitest';
import { importances } from './importance.ts';
import { choice, float } from './space.ts';
import type { Trial } from './trial.ts';

const space = { lambda_l1: float(0, 1), lambda_l2: float(0, 1), loss: choice('huber', 'fair') };

/** Scores that depend on one number much, on the choice a little, and on the other number not at all. */
function trials(count: number): Trial[] {
  return Array.from({ length: count }, (_, i) => {
    const [one, other] = [((i * 37) % 101) / 101, ((i * 59) % 103) / 103];
    const loss = i % 2 === 0 ? 'huber' : 'fair';
    const mase = 1 + one + (loss === 'huber' ? 0.15 : 0);
    return {
      number: i + 1,
      generation: 1,
      settings: { lambda_l1: one, lambda_l2: other, loss },
      status: 'done',
      folds: [{ mase, wape: 0 }],
    };
  });
}

test('shares go to what moves the score, and nothing to what does not', () => {
  const shares = importances(space, trials(200));
  expect(shares.map(({ name }) => name)).toEqual(['lambda_l1', 'loss', 'lambda_l2']);
  const [much, little, none] = shares.map(({ share }) => share ?? 0);
  expect(much).toBeGreaterThan(0.7);
  expect(little).toBeGreaterThan(0.02);
  expect(little).toBeLessThan(0.2);
  expect(none).toBeLessThan(0.03);
});

test('nothing is said of a few trials', () => {
  expect(importances(space, trials(5)).every(({ share }) => share === null)).toBe(true);
});
