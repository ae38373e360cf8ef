/** The contract that every transformer keeps. */
import { array, assert, constant, constantFrom, double, integer, oneof, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type Json } from '../../core/index.ts';
import { getTransformer, transformers } from './table.ts';
import type { FitRows } from './transformer.ts';

const value = oneof(
  double({ min: -1e150, max: 1e150, noNaN: true }),
  integer({ min: -3, max: 3 }),
  constantFrom(Number.NaN, 0, -0, Number.POSITIVE_INFINITY),
);

/** Up to 80 rows over 20 origins; truths are known 1 to 40 hours later, some never. */
const rows = array(
  tuple(value, oneof(value, constant(1)), integer({ min: 0, max: 20 }), integer({ min: 1, max: 41 })),
  {
    maxLength: 80,
  },
).map((cells): FitRows => {
  const origins = cells.map(([, , origin]) => 24 * origin);
  return {
    values: Float64Array.from(cells, ([one]) => one),
    truths: Float64Array.from(cells, ([, truth]) => truth),
    origins,
    knownHours: Float64Array.from(cells, ([, , , wait], row) =>
      wait > 40 ? Number.NaN : (origins[row] as number) + wait,
    ),
  };
});

const copyOf = (of: FitRows): FitRows => structuredClone(of);

describe.each(transformers.map((one) => [one.name, one] as const))('%s', (_, { fit, apply, meaning }) => {
  test('says what it makes', () => {
    expect(meaning.length).toBeGreaterThan(20);
  });

  test('learns the same from the same rows, whatever it learned or applied before, and changes no argument', () => {
    assert(
      property(rows, rows, (learned, other) => {
        const before = copyOf(learned);
        const state = fit(learned);
        const kept = canonicalJson(state);
        apply(fit(other), learned);
        apply(state, other);
        expect(canonicalJson(fit(learned))).toBe(kept);
        expect(canonicalJson(state)).toBe(kept);
        expect(learned).toEqual(before);
      }),
    );
  });

  test('does the same with a state that was saved and read back', () => {
    assert(
      property(rows, rows, (learned, asked) => {
        const state = fit(learned);
        const back = JSON.parse(canonicalJson(state)) as Json;
        expect(apply(back, asked)).toEqual(apply(state, asked));
        expect(canonicalJson(back)).toBe(canonicalJson(state));
      }),
    );
  });

  test('keeps the length, leaves what is missing missing, and makes nothing infinite', () => {
    assert(
      property(rows, rows, (learned, asked) => {
        const made = apply(fit(learned), asked);
        expect(made).toHaveLength(asked.values.length);
        for (const [row, one] of made.entries()) {
          if (!Number.isFinite(asked.values[row])) expect(one).toBeNaN();
          expect(Math.abs(one)).not.toBe(Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  test('makes a row of nothing but the state and the row', () => {
    assert(
      property(rows, rows, (learned, asked) => {
        const state = fit(learned);
        const whole = apply(state, asked);
        for (const row of whole.keys()) {
          const alone = { values: asked.values.slice(row, row + 1), origins: [asked.origins[row] as number] };
          expect(apply(state, alone)[0]).toBe(whole[row]);
        }
      }),
    );
  });

  test('makes one number of a column without spread', () => {
    const learned = learnedFrom(Float64Array.from({ length: 50 }, () => 0.1));
    const made = apply(fit(learned), { ...learned, origins: learned.origins.map(() => 10_000) });
    expect(new Set(made).size).toBe(1);
    expect(made[0]).not.toBeNaN();
  });

  test('has an answer where nothing was there to learn from', () => {
    const made = apply(
      fit(learnedFrom(new Float64Array(9).fill(Number.NaN))),
      learnedFrom(Float64Array.of(3, 4)),
    );
    expect([...made].every((one) => !Number.isFinite(one) || Math.abs(one) <= 4)).toBe(true);
  });
});

function learnedFrom(values: Float64Array): FitRows & { readonly origins: number[] } {
  const origins = Array.from(values, (_, row) => 24 * row);
  return {
    values,
    truths: values.map((_, row) => row),
    origins,
    knownHours: Float64Array.from(origins, (origin) => origin + 1),
  };
}

describe('getTransformer', () => {
  test('names the known ones where it knows none of the name', () => {
    expect(() => getTransformer('sqrt')).toThrow(/no transformer "sqrt"; known are ordinal, target_mean/u);
  });
});

describe('values', () => {
  const made = (name: string, learn: number[], ask: number[]): number[] => {
    const { fit, apply } = getTransformer(name);
    return [...apply(fit(learnedFrom(Float64Array.from(learn))), learnedFrom(Float64Array.from(ask)))];
  };

  test.each([
    ['ordinal', [7, 3, 3, 9], [9, 3, 5, -1], [2, 0, -1, -1]],
    ['standard', [1, 3], [2, 4], [0, 2]],
    ['standard', [5, 5, 5], [5, 8], [0, 3]],
    ['robust', [0, 1, 2, 3, 1000], [2, 4], [0, 1]],
    ['log', [0, -2, 2], [0, 2, -2], [0, Math.log(2), -Math.log(2)]],
    ['ratio', [-2, 4, 0], [1, -4], [0.5, -2]],
  ])('%s of %j', (name, learn, ask, expected) => {
    expect(made(name, learn, ask)).toEqual(expected);
  });
});
