import { assert, integer, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { targetMean } from './target-mean.ts';
import type { FitRows } from './transformer.ts';

/** Rows of 40 days, 6 each, over 3 codes; a truth is known `delay` hours after its origin. */
function panel(seed: number, delay: number): FitRows & { readonly origins: number[] } {
  const origins = Array.from({ length: 240 }, (_, row) => 24 * Math.floor(row / 6));
  return {
    values: Float64Array.from(origins, (_, row) => (row * 7 + seed) % 3),
    truths: Float64Array.from(origins, (_, row) => ((row * 31 + seed) % 17) + 1),
    origins,
    knownHours: Float64Array.from(origins, (origin) => origin + delay),
  };
}

const encode = (rows: FitRows): Float64Array => targetMean.apply(targetMean.fit(rows), rows);

describe('targetMean', () => {
  test('no truth reaches a row of its own fold, or one whose origin lies before the truth is known', () => {
    let reached = 0;
    assert(
      property(nat(1000), integer({ min: 1, max: 400 }), nat(239), (seed, delay, altered) => {
        const rows = panel(seed, delay);
        const before = encode(rows);
        const truths = rows.truths.slice();
        truths[altered] = 1e6;
        const after = encode({ ...rows, truths });
        const fold = (row: number): number => Math.floor((rows.origins[row] as number) / 24 / 8);
        for (const [row, one] of after.entries()) {
          const isKnown = (rows.knownHours[altered] as number) <= (rows.origins[row] as number);
          if (fold(row) === fold(altered) || !isKnown) expect(one).toBe(before[row]);
          else if (one !== before[row]) reached += 1;
        }
      }),
    );
    expect(reached).toBeGreaterThan(0);
  });

  test('the first run has nothing; later ones have the mean of the code, drawn to that of all', () => {
    const rows = panel(0, 1);
    const made = encode(rows);
    expect([...made.subarray(0, 48)].every(Number.isNaN)).toBe(true);
    const earlier = [...rows.truths.subarray(0, 48)];
    const prior = earlier.reduce((sum, one) => sum + one, 0) / 48;
    const own = earlier.filter((_, row) => rows.values[row] === rows.values[48]);
    const expected = (own.reduce((sum, one) => sum + one, 0) + 20 * prior) / (own.length + 20);
    expect(made[48]).toBeCloseTo(expected, 12);
    const state = targetMean.fit(rows);
    const unknown = targetMean.apply(state, { values: Float64Array.of(99), origins: [5000] });
    expect(unknown[0]).toBe(state.tables.at(-1)?.prior);
  });
});
