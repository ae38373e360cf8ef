import { expect, test } from 'vitest';
import { measureResiduals } from './residuals.ts';

test('residuals are ratios of series above 0 that forecasts come near, else in units of the scale', () => {
  const rows = [
    { actual: 110, predicted: 100 },
    { actual: 300, predicted: 100 },
    { actual: 0, predicted: 100 },
    { actual: Number.NaN, predicted: 100 },
  ];
  const { isRatio, size, meanScaled } = measureResiduals(
    {
      series: Int32Array.from(rows.keys()),
      actual: Float64Array.from(rows, ({ actual }) => actual),
      predicted: Float64Array.from(rows, ({ predicted }) => predicted),
      scale: new Float64Array(4).fill(20),
    },
    4,
  );
  expect(Array.from(isRatio.subarray(0, 3))).toEqual([1, 0, 0]);
  expect(Array.from(size)).toEqual([expect.closeTo(Math.log(1.1), 12), 10, 5, Number.NaN]);
  expect(meanScaled).toBeCloseTo((0.5 + 10 + 5) / 3, 12);
});
