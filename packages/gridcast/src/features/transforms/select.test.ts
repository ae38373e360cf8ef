import { describe, expect, test } from 'vitest';
import { createSelection, shiftOf } from './select.ts';

const origins = Array.from({ length: 400 }, (_, row) => row);
const wave = Float64Array.from(origins, (row) => Math.sin(row / 5));

describe('createSelection', () => {
  test('finds constant, duplicate and unstable columns, with figures, and leaves the others', () => {
    const judge = createSelection();
    const found = [
      judge('wave', wave, origins),
      judge(
        'none',
        wave.map(() => Number.NaN),
        origins,
      ),
      judge(
        'flat',
        wave.map(() => 2.5),
        origins,
      ),
      judge('again', wave.slice(), origins),
      judge(
        'step',
        wave.map((value, row) => value + (row < 200 ? 0 : 1.5)),
        origins,
      ),
      judge(
        'gone',
        wave.map((value, row) => (row < 200 ? value * 2 : Number.NaN)),
        origins,
      ),
      judge(
        'twice',
        wave.map((value) => 2 * value),
        origins,
      ),
    ];
    expect(found).toEqual([
      undefined,
      { column: 'none', reason: 'constant', value: null },
      { column: 'flat', reason: 'constant', value: 2.5 },
      { column: 'again', reason: 'duplicate', of: 'wave' },
      { column: 'step', reason: 'unstable', ks: 0.665 },
      { column: 'gone', reason: 'unstable', ks: 1 },
      undefined,
    ]);
  });

  test('a column that is partly missing is neither constant nor the duplicate of a whole one', () => {
    const judge = createSelection();
    judge('wave', wave, origins);
    const holes = wave.map((value, row) => (row % 50 === 0 ? Number.NaN : value));
    expect(judge('holes', holes, origins)).toBeUndefined();
    expect(
      judge(
        'ones',
        holes.map((value) => (Number.isNaN(value) ? value : 1)),
        origins,
      ),
    ).toBeUndefined();
  });
});

describe('shiftOf', () => {
  test('few rows prove nothing', () => {
    expect(shiftOf(Float64Array.from([0, 0, 1, 1]), [0, 1, 2, 3])).toBe(0);
  });
});
