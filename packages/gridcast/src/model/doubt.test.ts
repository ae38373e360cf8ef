import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubtOf, learnDoubtPowers, ordinarySigns, signsOf, type DoubtPowers } from './doubt.ts';
import type { LinkedVectors } from './vectors.ts';

const ANCHORS = ['anchor_week', 'anchor_day', 'anchor_weeklev', 'anchor_like1', 'anchor_like3'];
const SERIES = 3;
const LEADS = 24;

/** Equal sequences of numbers in [0, 1) for equal seeds. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), 2_246_822_519);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 4_294_967_296;
  };
}

/** Vectors of rows whose anchors lie `apart` from each other, and whose series moved by `moved`. */
function vectorsOf(apart: Float64Array, moved?: Float64Array): LinkedVectors {
  const columns = Object.fromEntries(
    ANCHORS.map((name, place) => [name, apart.map((one) => one * (place - 2))]),
  );
  const linear = {
    ...columns,
    scale: new Float64Array(apart.length).fill(1),
    ...(moved === undefined ? {} : { r_abs_168: moved }),
  };
  return { linear, log: linear };
}

/** Days of unlike spread, and errors that grow with its power; each series has its own usual error. */
function grown(days: number, power: number, seed: number): { apart: Float64Array; size: Float64Array } {
  const next = uniform(seed);
  const apart = new Float64Array(days * SERIES * LEADS);
  const size = new Float64Array(apart.length);
  for (let from = 0; from < apart.length; from += LEADS) {
    const spread = Math.exp(2 * next() - 1);
    for (let row = from; row < from + LEADS; row++) {
      apart[row] = spread;
      size[row] = (1 + (Math.floor(row / LEADS) % SERIES)) * spread ** power * 2 * next();
    }
  }
  return { apart, size };
}

const isRatio = new Uint8Array(SERIES);

function powersOf(days: number, power: number, moved?: (row: number) => number): DoubtPowers {
  const { apart, size } = grown(days, power, 1000 * days + 10 * power);
  const vectors = vectorsOf(apart, moved && apart.map((_, row) => moved(row)));
  return learnDoubtPowers({ vectors, sizes: { isRatio, size, meanScaled: 1 }, series: SERIES });
}

describe('powers of doubt', () => {
  test('are those by which errors grow with the spread of the anchors', () => {
    expect(powersOf(60, 0.3).spread).toBeCloseTo(0.3, 1);
    expect(powersOf(60, 0).spread).toBeLessThan(0.05);
    expect(powersOf(60, 2).spread).toBe(0.5);
    expect(powersOf(60, -1).spread).toBe(0);
  });

  test('are drawn to 0 where few days tell them', () => {
    const [few, many] = [powersOf(3, 0.4).spread, powersOf(60, 0.4).spread];
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(0.75 * many);
  });

  test('leave the movement of a week alone where weeks do not tell what is ordinary, or the table lacks it', () => {
    expect(powersOf(7, 0.3, () => 1).movement).toBe(0);
    expect(powersOf(56, 0.3, () => 1).movement).toBeCloseTo(0.3 * (7 / 8), 12);
    expect(powersOf(56, 0.3).movement).toBe(0);
  });

  test('are none where nothing is known', () => {
    const apart = new Float64Array(SERIES * LEADS).fill(Number.NaN);
    const sizes = { isRatio, size: apart, meanScaled: Number.NaN };
    const powers = learnDoubtPowers({ vectors: vectorsOf(apart), sizes, series: SERIES });
    expect(powers).toEqual({ spread: 0, movement: 0 });
    expect(doubtOf(signsOf(vectorsOf(apart), powers), [1, 1, 1])).toEqual(
      new Float64Array(apart.length).fill(1),
    );
  });
});

describe('doubt', () => {
  const powers = { spread: 0.4, movement: 0.3 };

  test('is the same in any unit, 1 on a usual day, and has bounds', () => {
    const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    const days = fc.array(fc.tuple(positive, positive), { minLength: SERIES, maxLength: 5 * SERIES });
    fc.assert(
      fc.property(days, fc.integer({ min: -20, max: 20 }), (drawn, exponent) => {
        const whole = drawn.slice(0, drawn.length - (drawn.length % SERIES));
        const rows = (pick: (day: readonly [number, number]) => number): Float64Array =>
          Float64Array.from(whole.flatMap((day) => Array.from({ length: LEADS }, () => pick(day))));
        const doubtIn = (unit: number): Float64Array => {
          const signs = signsOf(
            vectorsOf(
              rows(([apart]) => unit * apart),
              rows(([, moved]) => unit * moved),
            ),
            powers,
          );
          return doubtOf(signs, ordinarySigns(signs, SERIES));
        };
        const doubt = doubtIn(1);
        for (const [row, one] of doubtIn(2 ** exponent).entries())
          expect(one).toBeCloseTo(doubt[row] as number, 9);
        for (let s = 0; s < SERIES; s++) {
          const own = doubt
            .filter((_, row) => row % LEADS === 0 && Math.floor(row / LEADS) % SERIES === s)
            .sort();
          expect(own[Math.floor(own.length / 2)]).toBeCloseTo(1, 9);
        }
        expect(Math.min(...doubt)).toBeGreaterThanOrEqual(0.5);
        expect(Math.max(...doubt)).toBeLessThanOrEqual(3);
      }),
    );
  });

  test('is 1 for a series of which nothing ordinary is known', () => {
    const apart = new Float64Array(SERIES * LEADS).fill(2);
    const signs = signsOf(vectorsOf(apart), { spread: 0.5, movement: 0 });
    const doubt = doubtOf(signs, [Math.SQRT2 / 2, Number.NaN, Math.SQRT2 * Math.sqrt(2)]);
    expect([doubt[0], doubt[24], doubt[48]].map((one) => Number(one?.toFixed(3)))).toEqual([2.378, 1, 0.841]);
  });
});
