import { assert, constantFrom, integer, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { createCalendar } from './calendar/index.ts';
import { copiedHours } from './copied-hours.ts';
import { naiveFeatures, naiveLikeHours } from './oracle/naive-features.ts';
import { randomSpine, randomVersions } from './testing/random-panel.ts';

/** 2022-02-23T00Z: a month before a change of the clock. */
const SPRING = 457_104;

const panels = record({
  seed: nat(1_000_000),
  seriesCount: integer({ min: 1, max: 3 }),
  startHour: constantFrom(SPRING, SPRING + 37),
  hours: constantFrom(900, 1500),
  delayHours: constantFrom(0, 5, 30, 432),
  country: constantFrom('DK', undefined),
});

test('the hours of an anchor are those whose values the feature recipe takes, over changes of the clock and gaps', () => {
  let compared = 0;
  assert(
    property(panels, ({ country, ...panel }) => {
      const calendar = createCalendar(country);
      const versions = randomVersions({ ...panel, irregular: false });
      const request = { link: 'linear', versions, delayHours: panel.delayHours, calendar } as const;
      for (const row of randomSpine({ ...panel, irregular: false }, 8)) {
        const known = new Map(
          versions
            .filter((one) => one.series === row.series && one.knownHour <= row.origin)
            .map(({ hour, value }) => [hour, value] as const),
        );
        const columns = naiveFeatures(request, row);
        // a series that never moves has no scale, and one of too large values no linear vector
        if (columns['valid'] !== 1) continue;
        const isKnown = (hour: number): boolean => known.has(hour);
        const hoursOf = (anchor: 'week' | 'day' | 'like3'): readonly number[] =>
          copiedHours(calendar, { ...row, delayHours: panel.delayHours, isKnown }, anchor);
        for (const [anchor, own] of [
          ['week', 'w0'],
          ['day', 'd0'],
        ] as const) {
          if (Number.isNaN(columns[own])) continue;
          const [hour] = hoursOf(anchor);
          expect(known.get(hour ?? 0)).toBeCloseTo((columns[own] ?? 0) * (columns['scale'] ?? Number.NaN), 5);
          compared++;
        }
        const likes = naiveLikeHours(request, row);
        if (likes.length > 0) expect(hoursOf('like3')).toEqual(likes);
      }
    }),
    { numRuns: 40, seed: 7 },
  );
  expect(compared).toBeGreaterThan(200);
});
