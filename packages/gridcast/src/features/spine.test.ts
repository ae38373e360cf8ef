import { describe, expect, test } from 'vitest';
import { openSqlEngine, type SqlEngine } from '../store/index.ts';
import { sampleSpine, servingSpine } from './spine.ts';
import { loadVersions, type Version } from './testing/panel-relation.ts';

function versions(series: number, hours: number): Version[] {
  return Array.from({ length: series * hours }, (_, i) => ({
    series: i % series,
    hour: Math.floor(i / series),
    value: 1,
    knownHour: Math.floor(i / series) + 1,
  }));
}

async function sampled(
  engine: SqlEngine,
  seed: number,
  maxRows = 600,
): Promise<Record<string, Float64Array>> {
  await sampleSpine(engine, {
    firstOrigin: 100,
    lastOrigin: 990,
    stepHours: 4,
    maxRows,
    seed,
    asOf: 1000,
    table: 'spine',
  });
  return { ...(await engine.numbers('SELECT * FROM spine')).columns };
}

describe('servingSpine', () => {
  test('has 24 leads of every series', async () => {
    using engine = await openSqlEngine();
    await loadVersions(engine, 3, []);
    await servingSpine(engine, { origin: 50, table: 'spine' });
    const rows = await engine.rows('SELECT * FROM spine');
    expect(rows).toHaveLength(72);
    expect(rows[25]).toEqual({ series: 1, target: 51, origin: 50 });
  });
});

describe('sampleSpine', () => {
  test('draws different rows on the grid of origins whose truth is known', async () => {
    using engine = await openSqlEngine();
    await loadVersions(engine, 5, versions(5, 2000));
    await sampled(engine, 1);
    const [facts] =
      await engine.rows(`SELECT COUNT(*)::INTEGER AS rows, COUNT(DISTINCT (series, target, origin))::INTEGER AS kinds,
      COUNT(DISTINCT series)::INTEGER AS series, COUNT(DISTINCT target - origin)::INTEGER AS leads,
      MAX(target)::INTEGER < 1000 AS known, MAX((origin - 100) % 4)::INTEGER AS off_grid,
      MIN(target - origin)::INTEGER AS least, MAX(target - origin)::INTEGER AS most FROM spine`);
    expect(facts).toEqual({
      rows: 600,
      kinds: 600,
      series: 5,
      leads: 24,
      known: true,
      off_grid: 0,
      least: 0,
      most: 23,
    });
  });

  test('draws every lead and series about as often', async () => {
    using engine = await openSqlEngine();
    await loadVersions(engine, 4, versions(4, 1000));
    await sampled(engine, 7, 4800);
    const counts = await engine.rows<{ n: number }>(
      'SELECT COUNT(*)::INTEGER AS n FROM spine GROUP BY target - origin UNION ALL SELECT COUNT(*)::INTEGER / 6 FROM spine GROUP BY series',
    );
    // 200 each are expected; the spread of a binomial count of 200 is 14.
    for (const { n } of counts) expect(Math.abs(n - 200)).toBeLessThan(5 * 14);
  });

  test('gives the same rows again, whatever the threads, and others for another seed', async () => {
    using one = await openSqlEngine({ threads: 1 });
    using four = await openSqlEngine({ threads: 4 });
    for (const engine of [one, four]) await loadVersions(engine, 5, versions(5, 1000));
    const first = await sampled(one, 1);
    expect(await sampled(four, 1)).toEqual(first);
    expect(await sampled(one, 2)).not.toEqual(first);
  });

  test('takes all rows where there are fewer than wanted', async () => {
    using engine = await openSqlEngine();
    await loadVersions(engine, 1, versions(1, 1000));
    await sampleSpine(engine, {
      firstOrigin: 960,
      lastOrigin: 984,
      stepHours: 24,
      maxRows: 999,
      seed: 1,
      asOf: 1000,
      table: 'spine',
    });
    // 24 rows of the first origin; of the second those of the targets 984 .. 999.
    expect(await engine.rows('SELECT COUNT(*)::INTEGER AS n FROM spine')).toEqual([{ n: 24 + 16 }]);
  });
});
