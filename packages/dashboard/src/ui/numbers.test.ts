import { expect, test } from 'vitest';
import { countOf, formatCompact, formatPercent, formatValue, withUnit } from './numbers.ts';

test.each([
  [4_012_345.4, '4,012,345'],
  [-1234, '−1,234'],
  [372.44, '372.4'],
  [3.721, '3.72'],
  [0.0451, '0.045'],
  [0.00012345, '0.000123'],
  [0, '0'],
])('a value of %s reads %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test('what is unknown is a dash, and what has no unit has none', () => {
  expect(formatPercent(null)).toBe('–');
  expect(formatPercent(-0.0512)).toBe('−5.1 %');
  expect(withUnit('5', '')).toBe('5');
  expect(formatCompact(-4_012_345)).toBe('−4.01M');
  expect([countOf(1, 'hour', 'hours'), countOf(1000, 'hour', 'hours')]).toEqual(['1 hour', '1,000 hours']);
});
