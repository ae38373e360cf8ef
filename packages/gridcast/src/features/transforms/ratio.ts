import { mapValues, meanOf, sortedValues } from './numbers.ts';
import type { Transformer } from './transformer.ts';

/** A value beside the usual size of its column. */
export const ratio: Transformer<{ readonly level: number }> = {
  name: 'ratio',
  meaning: 'x / mean |x|; x where all values are 0',
  fit: ({ values }) => {
    const level = meanOf(sortedValues(values.map(Math.abs)));
    return { level: level > 0 ? level : 1 };
  },
  apply: ({ level }, { values }) => mapValues(values, (value) => value / level),
};
