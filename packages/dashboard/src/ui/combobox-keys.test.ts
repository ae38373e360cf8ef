import { expect, test } from 'vitest';
import { moveActive } from './combobox-keys.ts';

test.each([
  ['ArrowDown', 2, true, 0],
  ['ArrowUp', 0, true, 2],
  ['PageDown', 0, true, 2],
  ['PageUp', 2, true, 0],
  ['ArrowDown', 1, false, 1],
  ['PageDown', 1, false, undefined],
  ['a', 1, true, undefined],
])('%s on line %d of three, open %s, leads to %s', (key, active, open, to) => {
  expect(moveActive(key, { active, count: 3, open })).toBe(to);
});

test('an empty list holds no line', () => {
  expect(moveActive('ArrowDown', { active: 0, count: 0, open: true })).toBe(0);
  expect(moveActive('PageDown', { active: 0, count: 0, open: true })).toBe(0);
});
