import { categoriesOf, placesOf } from './categories.ts';
import { mapValues } from './numbers.ts';
import type { Transformer } from './transformer.ts';

/** Codes without gaps. */
export const ordinal: Transformer<{ readonly categories: readonly number[] }> = {
  name: 'ordinal',
  meaning: 'place of the code among those that occurred, from 0, ascending; -1 for an unknown one',
  fit: ({ values }) => ({ categories: categoriesOf(values) }),
  apply: ({ categories }, { values }) => {
    const places = placesOf(categories);
    return mapValues(values, (code) => places.get(code) ?? -1);
  },
};
