import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawDonors } from './donors.ts';

test('every scored row gives its values once a repetition, whatever the folds', () => {
  const folds = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(folds, fc.integer(), (rowsByFold, seed) => {
      const donors = drawDonors(rowsByFold, { seed, repetitions: 2 });
      expect(donors.map((own) => own.map(({ length }) => length))).toEqual(
        rowsByFold.map((rows) => [rows, rows]),
      );
      const total = rowsByFold.reduce((sum, rows) => sum + rows, 0);
      for (const repetition of [0, 1]) {
        const places = donors.flatMap((own) => Array.from(own[repetition] ?? []));
        expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, place) => place));
      }
      expect(drawDonors(rowsByFold, { seed, repetitions: 2 })).toEqual(donors);
    }),
  );
  const two = drawDonors([40, 60], { seed: 1, repetitions: 2 });
  expect(two[0]?.[0]).not.toEqual(two[0]?.[1]);
  expect(drawDonors([40, 60], { seed: 2, repetitions: 2 })).not.toEqual(two);
});
