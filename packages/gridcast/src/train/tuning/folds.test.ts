import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutOf, planFolds } from './folds.ts';

describe('planFolds', () => {
  test('honours the delay everywhere: nothing is learnt or scored that was not known in time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300_000, max: 500_000 }),
        fc.integer({ min: 0, max: 21 * 24 }),
        fc.integer({ min: 10 * 24, max: 1500 * 24 }),
        fc.integer({ min: 1, max: 10 }),
        (asOf, delayHours, historyHours, folds) => {
          const first = asOf - delayHours - historyHours;
          const leastAsOf = first + 168 + 24 + delayHours + 5 * 24 + delayHours;
          const input = { asOf, delayHours, historyHours, folds };
          const plan = planFolds(input, leastAsOf);
          if ('impossible' in plan) return;
          expect(plan.folds).toHaveLength(folds);
          expect(plan.folds[0]?.asOf).toBeGreaterThanOrEqual(leastAsOf);
          expect(plan.cut).toBe(cutOf(input));
          for (const [place, fold] of plan.folds.entries()) {
            // a fold learns up to its first origin, and the next begins where it ends
            expect(fold.origins[0]).toBe(fold.asOf);
            const end = (fold.origins.at(-1) ?? 0) + 24;
            expect(plan.folds[place + 1]?.asOf ?? plan.cut - delayHours).toBe(end);
            // the truth of the last scored hour is known at the cut
            expect(end - 1 + 1 + delayHours).toBeLessThanOrEqual(plan.cut);
          }
          expect(plan.heldOut[0]).toBe(plan.cut);
          expect((plan.heldOut.at(-1) ?? 0) + 24 + delayHours).toBeLessThanOrEqual(asOf);
          expect(plan.heldOut.length).toBeGreaterThanOrEqual(3);
        },
      ),
    );
  });

  test('says how much history is missing', () => {
    // the cut is 10,000 - 24 - 3 * 24, folds end 24 h before it at 9,880, and from 9,900 on they need 72 h
    const plan = planFolds({ asOf: 10_000, delayHours: 24, historyHours: 20 * 24, folds: 3 }, 9_900);
    expect(plan).toEqual({
      impossible:
        'folds of a day each (3), at a delay of 24 h and with 3 later days to judge by, need 4 more days of history',
    });
  });
});
