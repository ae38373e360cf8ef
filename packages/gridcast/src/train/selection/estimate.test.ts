import { expect, test } from 'vitest';
import { compare, estimate } from './estimate.ts';

test('a mean over origins comes with its standard error', () => {
  // squares of 1, 0 and 1 over 2 degrees of freedom and 3 origins
  expect(estimate([1, 2, 3])).toEqual({ mean: 2, error: Math.sqrt(2 / 2 / 3) });
  expect(estimate([0.5])).toEqual({ mean: 0.5, error: 0 });
});

test('a difference counts above its standard error, whichever way', () => {
  const base = [0.5, 0.6, 0.7];
  expect(compare([0.4, 0.5, 0.61], base)).toBe('better');
  expect(compare([0.6, 0.7, 0.81], base)).toBe('worse');
  expect(compare([0.4, 0.7, 0.71], base)).toBe('as good');
  expect(compare(base, base)).toBe('as good');
});
