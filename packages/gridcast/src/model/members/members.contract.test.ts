/** What every member that reads histories keeps to. */
import { LightGbm, type Booster } from '@gridcast/lightgbm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { History } from '../history.ts';
import { predictProfile } from './profile.ts';
import { predictRecursive, recursiveFeatures, recursiveRows } from './recursive.ts';

const HOURS = 28 * 24;
const ORIGIN = 464_184;

/** A day's wave, quieter on two days of seven, with noise that a hash makes. */
function wave(hour: number, series: number): number {
  const noise = ((Math.imul(hour + 1, 2_654_435_761 + series) >>> 0) % 1000) / 1000 - 0.5;
  const isOff = Math.floor(hour / 24) % 7 > 4;
  return 100 + 40 * Math.sin(((hour % 24) / 24) * 2 * Math.PI) - (isOff ? 20 : 0) + 6 * noise;
}

function historyOf(series: readonly ((hour: number) => number)[], delayHours = 0): History {
  const startHour = ORIGIN - HOURS;
  const hours = HOURS - delayHours;
  const values = series.flatMap((value) => Array.from({ length: hours }, (_, i) => value(startHour + i)));
  const clock = (of: (hour: number) => number): Int32Array =>
    Int32Array.from({ length: HOURS + 24 }, (_, i) => of(startHour + i));
  return {
    origin: ORIGIN,
    panel: {
      keyNames: ['k'],
      series: series.map((_, i) => [String(i)]),
      startHour,
      hours,
      values: Float64Array.from(values),
    },
    clock: {
      startHour,
      localHour: clock((hour) => hour % 24),
      weekday: clock((hour) => (Math.floor(hour / 24) % 7) + 1),
      dayClass: clock((hour) => Math.max(0, (Math.floor(hour / 24) % 7) - 4)),
      sunElevation: new Float64Array(HOURS + 24).fill(Number.NaN),
    },
  };
}

const two = [0, 1].map((series) => (hour: number) => wave(hour, series));
const [first, second] = two as [(hour: number) => number, (hour: number) => number];

let lightgbm: LightGbm;
let booster: Booster;
beforeAll(async () => {
  lightgbm = await LightGbm.open();
  const { features, label, weight } = recursiveRows(historyOf(two), {
    atMost: 5_000,
    seed: 1,
    isShort: true,
  });
  using dataset = await lightgbm.createDataset({ features, label, weight, featureNames: recursiveFeatures });
  booster = await lightgbm.train({
    dataset,
    params: { num_leaves: 15, seed: 1, num_threads: 1 },
    rounds: 60,
  });
});
afterAll(async () => {
  booster.free();
  await lightgbm.close();
});

const members = [
  ['recursive', (histories: readonly History[]) => predictRecursive(booster, histories)],
  ['profile', (histories: readonly History[]) => Promise.resolve(predictProfile(histories))],
] as const;

describe.each(members)('the member %s', (_name, predict) => {
  test.each([0, 9])('forecasts 24 hours of every series within the noise, delay %i h', async (delayHours) => {
    const forecast = await predict([historyOf(two, delayHours)]);
    expect(forecast).toHaveLength(48);
    const errors = forecast.map((value, i) => Math.abs(value - wave(ORIGIN + (i % 24), i < 24 ? 0 : 1)));
    // The noise reaches 3; copying yesterday would miss by 20 after a change of the kind of day.
    expect(errors.reduce((sum, error) => sum + error, 0) / 48).toBeLessThan(5);
  });

  test('forecasts in the unit of the series, whatever it is', async () => {
    const plain = await predict([historyOf([first])]);
    const large = await predict([historyOf([(hour) => 2 ** 20 * first(hour)])]);
    for (const [i, value] of plain.entries()) expect((large[i] ?? 0) / 2 ** 20).toBeCloseTo(value, 6);
  });

  test('forecasts a series alike whatever stands beside it and in whichever history', async () => {
    const alone = await predict([historyOf([second])]);
    const beside = await predict([historyOf([first, second]), historyOf([second, first])]);
    expect(beside.slice(24, 48)).toEqual(alone);
    expect(beside.slice(48, 72)).toEqual(alone);
  });

  test('copes with gaps, zeros, negative values and flat series', async () => {
    const odd = [
      (hour: number): number => (hour % 50 < 5 ? Number.NaN : first(hour)),
      (hour: number): number => (hour % 24 < 12 ? 0 : first(hour)),
      (hour: number): number => first(hour) - 100,
      (): number => 7,
      (): number => Number.NaN,
    ];
    const forecast = await predict([historyOf(odd)]);
    for (const series of [1, 2])
      expect(forecast.slice(24 * series, 24 * series + 24).every(Number.isFinite)).toBe(true);
    for (const value of forecast.slice(72, 96)) expect([7, Number.NaN]).toContainEqual(Math.round(value));
    expect(forecast.slice(96).every(Number.isNaN)).toBe(true);
  });
});
