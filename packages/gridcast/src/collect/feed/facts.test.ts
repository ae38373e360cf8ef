import { describe, expect, test } from 'vitest';
import { factsOf, parseFacts } from './facts.ts';
import { waitSeconds } from './receive.ts';

const asked = { feed: 'X', url: 'http://x/meta/dataset/X' };

describe('factsOf', () => {
  test('reads a description with raw line breaks', () => {
    const text = `{"datasetName":"X","title":"Consumption","description":"Hourly.\n\nData is updated with a 9-15 day delay.",
      "updateFrequency":"P1D","filterColumn":"HourUTC","columns":[{"dbColumn":"HourUTC","unit":null},{"dbColumn":"TotalCon"}]}`;
    const facts = factsOf(text, asked);
    expect(facts).toEqual({
      title: 'Consumption',
      time: 'HourUTC',
      columns: ['HourUTC', 'TotalCon'],
      intervalHours: 24,
      isRetired: false,
      successor: null,
      dataFromHour: null,
    });
    expect(parseFacts(JSON.stringify(facts))).toEqual(facts);
  });

  test.each([
    ['PT1H', 1],
    ['PT15M', 0.25],
    ['PT1S', 1 / 60],
    ['P1DT12H', 24],
    ['P1Y', 24],
    ['N/A', 24],
  ])(
    'takes an update frequency of %s as %d h: a minute at least, a day at most',
    (updateFrequency, hours) => {
      expect(factsOf(JSON.stringify({ updateFrequency }), asked).intervalHours).toBe(hours);
    },
  );

  test('finds the successor of a retired dataset in its text', () => {
    const description =
      'Ended. Use [Day-ahead prices](https://www.energidataservice.dk/tso-electricity/DayAheadPrices/).';
    const facts = factsOf(JSON.stringify({ title: 'Elspot Prices - DISCONTINUED', description }), asked);
    expect(facts).toMatchObject({ isRetired: true, successor: 'DayAheadPrices' });
  });

  test('quotes what is no description', () => {
    expect(() => factsOf('<html>Maintenance</html>', asked)).toThrow(/HTTP 200: "<html>Maintenance/u);
  });
});

test.each([
  ['5', '', 5],
  [null, '{"message":"Rate limit is exceeded. Try again in 292 seconds."}', 292],
  ['10', 'Try again in 1 second', 10],
  ['Wed, 21 Oct 2026 07:28:00 GMT', '', 300],
])('a limit with header %s and text %s asks to wait %d s', (header, text, seconds) => {
  expect(waitSeconds(header, text)).toBe(seconds);
});
