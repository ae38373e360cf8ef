import { describe, expect, test } from 'vitest';
import { createColumnCounter } from './statistics.ts';

describe('createColumnCounter', () => {
  const ends = Int32Array.of(1, 3);

  test('counts every part once, NaN as missing, and runs as often as they have rows', () => {
    const counter = createColumnCounter(['row', 'run', 'empty']);
    const empty = Float64Array.of(NaN, NaN, NaN);
    counter.add({
      ends,
      perRow: { row: Float64Array.of(1.5, NaN, 2), empty },
      perRun: { run: Int32Array.of(3, 4) },
    });
    counter.add({
      ends,
      perRow: { row: Float64Array.of(NaN, -2.5, 5), empty },
      perRun: { run: Float64Array.of(-6, NaN) },
    });
    expect(counter.statistics()).toEqual({
      row: { count: 4, missing: 2, min: -2.5, max: 5, mean: 1.5 },
      run: { count: 4, missing: 2, min: -6, max: 4, mean: 1.25 },
      empty: { count: 0, missing: 6, min: null, max: null, mean: null },
    });
  });

  test('gives means to nine digits', () => {
    const counter = createColumnCounter(['a']);
    counter.add({ ends, perRow: { a: Float64Array.of(1, 1, 0) }, perRun: {} });
    expect(counter.statistics()['a']?.mean).toBe(0.666666667);
  });
});
