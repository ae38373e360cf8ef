import { largestOf, mapValues, quantileOf, sortedValues, usableSpread } from './numbers.ts';
import type { Transformer } from './transformer.ts';

/** How far a value lies from the median, in widths of the middle half: a few wild values move neither. */
export const robust: Transformer<{ readonly center: number; readonly spread: number }> = {
  name: 'robust',
  meaning: '(x - median) / (upper quartile - lower quartile); without spread x - median',
  fit: ({ values }) => {
    const sorted = sortedValues(values);
    const width = quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25);
    return { center: quantileOf(sorted, 0.5), spread: usableSpread(width, largestOf(sorted)) };
  },
  apply: ({ center, spread }, { values }) => mapValues(values, (value) => (value - center) / spread),
};
