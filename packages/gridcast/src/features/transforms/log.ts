import { mapValues, quantileOf, sortedValues } from './numbers.ts';
import type { Transformer } from './transformer.ts';

/** Logarithms that zeros and negatives have too. */
export const log: Transformer<{ readonly unit: number }> = {
  name: 'log',
  meaning: 'sign(x) ln(1 + |x| / median |x|), the median of values that are not 0; 1 where all are 0',
  fit: ({ values }) => {
    const sizes = sortedValues(values.map(Math.abs)).filter((size) => size > 0);
    return { unit: sizes.length === 0 ? 1 : quantileOf(sizes, 0.5) };
  },
  apply: ({ unit }, { values }) =>
    mapValues(values, (value) => Math.sign(value) * Math.log1p(Math.abs(value) / unit)),
};
