import { expect, test } from 'vitest';
import { saveFeedState, setSetting, type FeedState } from '../../../store/index.ts';
import { de35Home, openTinyHome, ORIGIN, type TinyHome } from '../../testing/tiny-home.ts';

const state: Omit<FeedState, 'name'> = {
  from_hour: ORIGIN - 1000,
  low_hour: ORIGIN - 1000,
  head_hour: ORIGIN,
  newest_hour: ORIGIN - 2,
  window_hours: 8784,
  facts: '{"identity":"x"}',
  attempted_at: '2023-01-21T23:00:00Z',
  succeeded_at: '2023-01-21T23:00:00Z',
  retry_at: null,
  error_code: null,
  error: null,
};

async function lines(home: TinyHome, name: string): Promise<readonly string[]> {
  const text = await (await home.app.request('/metrics')).text();
  return text.split('\n').filter((line) => line.startsWith(name));
}

test('every feed has its health in the API and as gauges; a home of files has none', async () => {
  await using home = await openTinyHome(de35Home);
  const ask = async (): Promise<unknown> => (await home.app.request('/api/v2/feeds')).json();
  expect(await ask()).toEqual({ items: [] });
  expect(await lines(home, 'gridcast_feed_health')).toEqual([]);
  const covariates = [
    { name: 'temperature', source: 'dmi' },
    { name: 'price', source: 'eds-prices' },
  ];
  const { catalogue } = home.store;
  await setSetting(catalogue, 'covariates', JSON.stringify(covariates));
  await saveFeedState(catalogue, { ...state, name: 'covariate:temperature' });
  const failed = { error_code: 'COLLECT_FEED_LIMITED', error: 'It asks to wait.', newest_hour: ORIGIN + 20 };
  await saveFeedState(catalogue, { ...state, ...failed, name: 'covariate:price', succeeded_at: null });
  expect(await ask()).toMatchObject({
    items: [
      { name: 'covariate:temperature', status: 'fresh', reason: null, ageHours: 1, expectedDelayHours: 1 },
      // at midnight the prices of the whole day are out
      { name: 'covariate:price', status: 'failing', reason: 'It asks to wait.', expectedDelayHours: -24 },
    ],
  });
  expect(await lines(home, 'gridcast_feed_health{feed="covariate:price"')).toEqual([
    'gridcast_feed_health{feed="covariate:price",status="fresh"} 0',
    'gridcast_feed_health{feed="covariate:price",status="failing"} 1',
    'gridcast_feed_health{feed="covariate:price",status="stalled"} 0',
    'gridcast_feed_health{feed="covariate:price",status="retired"} 0',
  ]);
  expect(await lines(home, 'gridcast_feed_last_success_age_seconds{')).toEqual([
    expect.stringMatching(/feed="covariate:temperature"\} \d/u),
  ]);
  expect(await lines(home, 'gridcast_feed_expected_delay_hours{')).toHaveLength(2);
});
