import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { succeed } from './run-gridcast.ts';

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
