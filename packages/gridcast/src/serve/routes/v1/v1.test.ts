import { describe, expect, test } from 'vitest';
import { de35Home, openTinyHome, ORIGIN } from '../../testing/tiny-home.ts';

describe('the API of the tutorial', () => {
  test('gives codes, predictions and monitoring under their names', async () => {
    await using home = await openTinyHome(de35Home);
    const ask = async (path: string): Promise<unknown> => (await home.app.request(`/api/v1${path}`)).json();
    expect(await ask('/health')).toEqual({ name: 'Gridcast', api_version: '1.2.3' });
    expect(await ask('/area_values')).toEqual({ values: [1, 2] });
    expect(await ask('/consumer_type_values')).toEqual({ values: [111, 450] });

    const predictions = (await ask('/predictions/1/450')) as Record<string, number[]>;
    expect(Object.keys(predictions)).toEqual([
      'datetime_utc',
      'energy_consumption',
      'preds_datetime_utc',
      'preds_energy_consumption',
    ]);
    expect(predictions['datetime_utc']).toHaveLength(168);
    expect(predictions['datetime_utc']?.at(-1)).toBe(ORIGIN - 1);
    // The second series: 200 and the hour of the day; 22:00 and 23:00 UTC stand on either side of the origin.
    expect(predictions['energy_consumption']?.at(-1)).toBe(222);
    expect(predictions['preds_datetime_utc']).toEqual(Array.from({ length: 24 }, (_, i) => ORIGIN + i));
    expect(predictions['preds_energy_consumption']?.[0]).toBe(233);

    const metrics = (await ask('/monitoring/metrics')) as Record<string, number[]>;
    expect(metrics['datetime_utc']).toEqual(Array.from({ length: 24 }, (_, i) => ORIGIN - 24 + i));
    // At 00:00 UTC the truths are 100, 200, 300 and each forecast is 10 too high.
    expect(metrics['mape']?.[1]).toBeCloseTo((10 / 100 + 10 / 200 + 10 / 300) / 3, 12);

    const values = (await ask('/monitoring/values/2/111')) as Record<string, number[]>;
    expect(values['y_monitoring_datetime_utc']).toEqual(metrics['datetime_utc']);
    expect(values['predictions_monitoring_datetime_utc']).toEqual(metrics['datetime_utc']);
    expect(values['y_monitoring_energy_consumption']?.[1]).toBe(300);
    expect(values['predictions_monitoring_energy_consumptionc']?.[1]).toBe(310);
    expect(values['predictions_monitoring_energy_consumption']).toEqual(
      values['predictions_monitoring_energy_consumptionc'],
    );
  });

  test('answers 404 for an unknown series and 422 for a malformed one', async () => {
    await using home = await openTinyHome(de35Home);
    const unknown = await home.app.request('/api/v1/predictions/2/450');
    expect([unknown.status, Object.keys((await unknown.json()) as object)]).toEqual([404, ['detail']]);
    const malformed = await home.app.request('/api/v1/monitoring/values/one/450');
    expect(malformed.status).toBe(422);
    expect(await malformed.json()).toEqual({
      detail: [{ loc: ['path', 'area'], msg: 'value is not a valid integer', type: 'value_error' }],
    });
  });

  test('reads whole numbers in the keys of any source, and names v2 where there are none', async () => {
    const source = { name: 'file', path: '/x.csv', time: 't', value: 'v', keys: ['consumer_type', 'area'] };
    const keyNames = ['consumer_type', 'area'];
    await using numbered = await openTinyHome({ source, keyNames, series: [['7', '12']] });
    expect((await numbered.app.request('/api/v1/predictions/12/7')).status).toBe(200);
    await using named = await openTinyHome({ source, keyNames, series: [['seven', '12']] });
    const response = await named.app.request('/api/v1/area_values');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      detail: expect.stringContaining('Use /api/v2') as unknown,
    });
  });
});
