import { describe, expect, test } from 'vitest';
import { assertLegalLag, seasonLags, yearLags } from './lags.ts';

describe('assertLegalLag', () => {
  test('lets the lags of the recipe through at every delay up to 21 days', () => {
    for (let delay = 0; delay <= 21 * 24; delay++) {
      for (const lag of [...seasonLags, ...yearLags]) assertLegalLag(lag, delay);
    }
  });

  test('refuses a fixed lag that some lead cannot know', () => {
    // Lead 23 at delay 10 knows nothing nearer than 34 h; a change of the clock can take one more.
    expect(() => assertLegalLag({ name: 'x', lagHours: 34 }, 10)).toThrow(
      /Lag "x".*34 h back.*nearer than 35 h/u,
    );
    expect(() => assertLegalLag({ name: 'x', lagHours: 35 }, 10)).not.toThrow();
  });

  test('refuses a season nearer than the nearest legal one', () => {
    expect(() => assertLegalLag({ name: 'w', seasonDays: 7, extra: -1 }, 0)).toThrow(/Lag "w"/u);
  });

  test('refuses the year before at a delay of a year', () => {
    const lags = yearLags.map((lag) => () => assertLegalLag(lag, 8800));
    for (const check of lags) expect(check).toThrow(/delay of 8800 h/u);
  });
});
