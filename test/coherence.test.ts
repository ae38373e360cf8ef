import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { serveHome } from '../tools/serve-home.ts';
import { runGridcast, succeed } from './run-gridcast.ts';

const home = mkdtempSync(path.join(tmpdir(), 'gridcast-coherence-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Sum {
  readonly name: string;
  readonly total: number;
  readonly low: number;
  readonly high: number;
}
interface Exported {
  readonly total: Sum;
  readonly groups: readonly Sum[];
  readonly forecast: readonly { readonly p05: number; readonly p50: number; readonly p95: number }[];
}
interface Shown {
  readonly details: {
    readonly report: {
      readonly errorCorrelation: number;
      readonly coverage: Readonly<Record<string, number>>;
      readonly coverageOfSums: Readonly<Record<string, number>>;
    };
  };
}

test('segments add up to the whole, and its band allows for errors that partly cancel', async () => {
  await succeed(['run', '--home', home]);
  const exported = await succeed(['forecast', '--json', '--home', home]);
  const { total, groups, forecast } = JSON.parse(exported) as Exported;
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  expect(sum(groups.map((group) => group.total)) / total.total).toBeCloseTo(1, 12);
  expect(sum(forecast.map(({ p50 }) => p50)) / total.total).toBeCloseTo(1, 12);
  const width = total.high - total.low;
  const added = sum(groups.map(({ low, high }) => high - low));
  expect(width).toBeLessThan(added);
  expect(added).toBeLessThan(sum(forecast.map(({ p05, p95 }) => p95 - p05)));

  const shown = await succeed(['models', 'show', 'champion', '--json', '--home', home]);
  const { report } = (JSON.parse(shown) as Shown).details;
  expect(report.errorCorrelation).toBeGreaterThan(0);
  expect(report.errorCorrelation).toBeLessThan(1);
  for (const [share, held] of Object.entries(report.coverageOfSums))
    expect(Math.abs(held - Number(share))).toBeLessThan(0.1);
}, 120_000);

test('segments add up to areas, areas to the country, hour by hour', async () => {
  await using server = await serveHome(home);
  const groupsBy = async (...keys: string[]): Promise<readonly number[][]> => {
    const query = ['limit=500', ...keys.map((key) => `by=${key}`)].join('&');
    const answer = await fetch(`${server.url}/api/v2/forecasts?${query}`);
    const { groups } = (await answer.json()) as { groups: { quantiles: { p50: number[] } }[] };
    return groups.map(({ quantiles }) => quantiles.p50);
  };
  const [country] = await groupsBy();
  const sum = (groups: readonly number[][]): number[] =>
    (country ?? []).map((_, hour) => groups.reduce((all, group) => all + (group[hour] ?? Number.NaN), 0));
  for (const [keys, count] of [
    [['area'], 2],
    [['consumer_type'], 38],
    [['area', 'consumer_type'], 76],
  ] as const) {
    const groups = await groupsBy(...keys);
    expect(groups).toHaveLength(count);
    for (const [hour, total] of sum(groups).entries())
      expect(total / (country?.[hour] ?? Number.NaN), `${keys.join()} ${hour}`).toBeCloseTo(1, 12);
  }
  const [west, east] = await groupsBy('area');
  const cells = await groupsBy('area', 'consumer_type');
  for (const [area, own] of [
    [west, cells.slice(0, 38)],
    [east, cells.slice(38)],
  ] as const)
    for (const [hour, total] of sum(own).entries()) expect(total / (area?.[hour] ?? NaN)).toBeCloseTo(1, 12);
}, 120_000);

describe('wherever a band is shown', { timeout: 120_000 }, () => {
  const series = 'DK1/111';
  const hour = '2023-01-22T16:00Z';

  test('what such bands held stands beside it', async () => {
    const shown = await succeed(['models', 'show', 'champion', '--json', '--home', home]);
    const { coverage, coverageOfSums } = (JSON.parse(shown) as Shown).details.report;
    const held = `${(100 * (coverage['0.9'] ?? 0)).toFixed(2)} % of 90 %`;
    const heldOfSums = `${(100 * (coverageOfSums['0.9'] ?? 0)).toFixed(2)} % of 90 %`;
    for (const command of [['forecast'], ['forecast', '--series', series], ['explain', series, hour]])
      expect(await succeed([...command, '--home', home]), command.join(' ')).toContain(held);
    expect(await succeed(['forecast', '--home', home])).toContain(heldOfSums);

    await using server = await serveHome(home);
    const answer = await fetch(`${server.url}/api/v2/forecasts`);
    const bandCoverage = { origins: 7, ofSeries: coverage, ofSums: coverageOfSums };
    expect(await answer.json()).toMatchObject({ bandCoverage });
    const csv = await fetch(`${server.url}/api/v2/forecasts.csv`);
    expect(await csv.text()).toContain(held);
    for (const command of [['forecast'], ['explain', series, hour]])
      expect(JSON.parse(await succeed([...command, '--json', '--home', home]))).toMatchObject({
        bandCoverage,
      });
  });

  test('one series is told hour by hour, the first keys name all that begin with them, no other is', async () => {
    const rows = async (...asked: string[]): Promise<number> =>
      (JSON.parse(await succeed(['forecast', '--json', '--home', home, ...asked])) as { rows: number }).rows;
    expect(await rows('--series', 'DK1')).toBe(38 * 24);
    expect(await rows('--series', `DK2,${series}`)).toBe(39 * 24);
    expect(await rows('--series', 'DK2', '--out', path.join(home, 'of-one-area.csv'))).toBe(38 * 24);
    const told = await succeed(['forecast', '--series', series, '--home', home]);
    expect(told.match(/^01-2[12] \d\d:00 .* model$/gmu)).toHaveLength(24);

    const { exitCode, stderr } = await runGridcast(['forecast', '--series', 'DK1/11', '--home', home]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no series "DK1/11"; a series is written as area/consumer_type. Did you mean');
  });
});
