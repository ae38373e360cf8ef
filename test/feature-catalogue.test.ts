/** The catalogue tells of every feature what it means, who reads it and where it comes from, on the command line and over HTTP. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../packages/gridcast/src/core/index.ts';
import { createApp } from '../packages/gridcast/src/serve/app.ts';
import { openExplainer } from '../packages/gridcast/src/pipeline/index.ts';
import { openReads } from '../packages/gridcast/src/serve/reads/reads.ts';
import { openStore } from '../packages/gridcast/src/store/index.ts';
import { declaredDefinitions, referenceOf, servingView } from '../packages/gridcast/src/features/index.ts';
import { runGridcast, writeMeters } from './run-gridcast.ts';

let home: string;
let trainingSet: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'gridcast-catalogue-'));
  const meters = writeMeters(path.join(home, 'meters.csv'), { sites: 2, days: 12 });
  const asOf = ['--as-of', '2024-03-12T00:00Z'];
  await store('collect', ['features', ...meters, ...asOf]);
  const built = await store('training set', [
    'store',
    'training-set',
    ...asOf,
    '--origins',
    'last:3',
    '--json',
  ]);
  trainingSet = (JSON.parse(built) as { sha256: string }).sha256;
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

async function store(what: string, args: readonly string[]): Promise<string> {
  const { exitCode, stderr, stdout } = await runGridcast([...args, '--home', path.join(home, 'home')]);
  expect(exitCode, `${what}: ${stderr}`).toBe(0);
  return stdout;
}

async function ask<Body>(route: string, status = 200): Promise<Body> {
  await using opened = await openStore({ home: path.join(home, 'home'), readOnly: true });
  using reads = await openReads({ store: opened, delayHours: undefined });
  await using explainer = openExplainer({ store: opened, threads: 1, logger: silentLogger });
  const app = createApp({
    reads,
    explainer,
    nowMs: () => Date.UTC(2024, 2, 12, 1),
    logger: silentLogger,
    version: 'test',
  });
  const response = await app.request(route);
  expect(response.status).toBe(status);
  return (await response.json()) as Body;
}

describe('gridcast store', () => {
  test('shows a view with what its columns mean and what they were like', async () => {
    const shown = await store('show', ['store', 'show', 'next_day']);
    expect(shown).toMatch(/view next_day@1/u);
    expect(shown).toMatch(/groups +observations@1, core@1, cal@1, day@1/u);
    expect(shown).toMatch(/lev_168 +value +\d[\d.]+ +\d[\d.]+ +\d[\d.]+ +mean of 168 h to last/u);
    expect(await store('show', ['store', 'show', 'core@1'])).toMatch(
      /newest origin +2024-03-12T00:00:00Z, data until 2024-03-12T00:00:00Z\n +statistics +2024-03-12, with medians\n/u,
    );
  });

  test('finds columns by words, and says where there are none', async () => {
    expect(await store('search', ['store', 'search', 'kind', 'of', 'day'])).toMatch(/long@1 +like0/u);
    expect(await store('search', ['store', 'search', 'zebra'])).toMatch(/Nothing has these words/u);
  });

  test('follows a training set down to the raw bytes', async () => {
    const lineage = await store('lineage', ['store', 'lineage', trainingSet.slice(0, 8)]);
    expect(lineage).toMatch(/training set [0-9a-f]{64}: 144 rows\n +from view next_day@1/u);
    expect(lineage).toMatch(/group core@1: .*\n +from group observations@1/u);
    expect(lineage).toMatch(/raw input .*meters\.csv: \d+ bytes in raw\/[0-9a-f]{2}\/[0-9a-f]{64}\.csv/u);
  });

  test('applies what is declared once, after saying what differs', async () => {
    expect(await store('apply', ['store', 'apply'])).toMatch(/registered as they are declared/u);
    expect(await store('history', ['store', 'history', 'core'])).toMatch(
      /^2024-03-12T00:00:00Z {2}core@1 {2}new/u,
    );
    expect(await store('diff', ['store', 'diff', 'sun@1', 'cal@1'])).toMatch(
      /breaking\n(.*\n)*- sun_elevation/u,
    );
    const fresh = ['store', 'apply', '--home', path.join(home, 'fresh')];
    expect((await runGridcast([...fresh, '--dry-run'])).stdout).toMatch(
      /new view next_day@1\n(.*\n)*Nothing was changed/u,
    );
    expect((await runGridcast(fresh)).stdout).toMatch(
      new RegExp(`${declaredDefinitions.length} definitions were registered`, 'u'),
    );
    expect((await runGridcast(fresh)).stdout).toMatch(/registered as they are declared/u);
  });

  test('takes the latest ingestion back, once it has said what that does', async () => {
    expect(await store('undo', ['store', 'undo', 'observations', '--dry-run'])).toMatch(
      /Snapshot \d+ of observations would be undone/u,
    );
    // a dry run changes nothing; a real one marks the vectors that were computed from it
    expect(await store('show', ['store', 'show', 'core@1'])).not.toMatch(/stale/u);
    const copy = path.join(home, 'undone');
    cpSync(path.join(home, 'home'), copy, { recursive: true });
    expect((await runGridcast(['store', 'undo', 'observations', '--home', copy])).exitCode).toBe(0);
    const shown = await runGridcast(['store', 'show', 'core@1', '--home', copy]);
    expect(shown.stdout).toMatch(/stale +computed from snapshot \d+ of observations, which was undone/u);
    await store('show', ['store', 'training-set', '--as-of', '2024-03-12T00:00Z', '--origins', 'last:3']);
    expect(await store('gc', ['store', 'gc', '--before', '2024-01-01', '--dry-run'])).toMatch(
      /0 snapshots and 0 runs would be forgotten/u,
    );
  });
});

describe('/api/v2/catalogue', () => {
  test('lists groups and views with who reads them', async () => {
    const page = await ask<{ total: number; items: { reference: string; readByViews: string[] }[] }>(
      '/api/v2/catalogue',
    );
    expect(page.total).toBe(declaredDefinitions.length);
    const core = page.items.find(({ reference }) => reference === 'core@1');
    expect(core?.readByViews).toEqual([referenceOf(servingView), 'next_day@1']);
  });

  test('describes one by name with statistics and freshness', async () => {
    const core = await ask<Record<string, unknown>>('/api/v2/catalogue/core');
    expect(core).toMatchObject({
      reference: 'core@1',
      registered: true,
      source: ['observations@1'],
      freshness: {
        newestOriginUtc: '2024-03-12T00:00:00Z',
        dataUntilUtc: '2024-03-12T00:00:00Z',
        delayHours: 0,
      },
    });
    const columns = core['columns'] as { name: string; statistics: { count: number } | null }[];
    expect(columns.find(({ name }) => name === 'lev_24')?.statistics).toMatchObject({
      // the vectors of one origin: 24 rows of 2 series
      count: 48,
      missing: 0,
      mean: null,
      median: expect.any(Number) as number,
      day: '2024-03-12',
    });
    expect(await ask('/api/v2/catalogue/nothing', 404)).toMatchObject({
      code: 'FEATURES_DEFINITION_UNKNOWN',
    });
  });

  test('gives lineage, history and search', async () => {
    const { nodes } = await ask<{ nodes: { id: string; from: string[] }[] }>(
      '/api/v2/catalogue/next_day/lineage',
    );
    const ids = new Set(nodes.map(({ id }) => id));
    expect(nodes.flatMap(({ from }) => from).filter((id) => !ids.has(id))).toEqual([]);
    expect([...ids].some((id) => id.startsWith('raw input '))).toBe(true);
    const { changes } = await ask<{ changes: unknown[] }>('/api/v2/catalogue/core@1/history');
    expect(changes).toHaveLength(1);
    const hits = await ask<{ items: unknown[] }>('/api/v2/catalogue-search?words=daylight');
    expect(hits.items).toMatchObject([{ reference: 'sun@1', column: null }]);
  });
});
