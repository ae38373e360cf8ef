import { largestOf, mapValues, meanOf, sortedValues, usableSpread } from './numbers.ts';
import type { Transformer } from './transformer.ts';

/** How many standard deviations a value lies above the mean. */
export const standard: Transformer<{ readonly center: number; readonly spread: number }> = {
  name: 'standard',
  meaning: '(x - mean) / standard deviation; without spread x - mean',
  fit: ({ values }) => {
    const sorted = sortedValues(values);
    const center = meanOf(sorted);
    const variance = meanOf(sorted.map((value) => (value - center) ** 2));
    return { center, spread: usableSpread(Math.sqrt(variance), largestOf(sorted)) };
  },
  apply: ({ center, spread }, { values }) => mapValues(values, (value) => (value - center) / spread),
};
