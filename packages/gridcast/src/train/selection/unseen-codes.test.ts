import { expect, test } from 'vitest';
import { unseenCodes } from './unseen-codes.ts';

test('a column of codes cannot be judged by days that lack some of them', () => {
  const column = (...values: readonly number[]): Float64Array => Float64Array.of(...values);
  const rows = {
    names: ['class_target', 'weekday', 'class_day', 'lev_24'],
    train: [column(0, 1, 3, 0), column(1, 2, 1, 2), column(0, 1, NaN, 0), column(7, 8, 9, 10)],
    scored: [
      [column(0, 1), column(1, 1), column(0, 2), column(1, 2)],
      [column(1, 1), column(2, 2), column(1, 1), column(1, 2)],
    ],
  };
  expect(unseenCodes(rows)).toEqual(['class_target']);
});
