/** Vectors that are served online are those that the batch function makes from raw observations, and grow old visibly. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hourOfMs, isoOfHour, MS_PER_HOUR, silentLogger } from '../packages/gridcast/src/core/index.ts';
import { createCalendar } from '../packages/gridcast/src/features/index.ts';
import { openExplainer, openOnlineVectors } from '../packages/gridcast/src/pipeline/index.ts';
import { createApp } from '../packages/gridcast/src/serve/app.ts';
import { openReads } from '../packages/gridcast/src/serve/reads/reads.ts';
import {
  loadObservations,
  openSqlEngine,
  openStore,
  type SqlEngine,
  type Store,
} from '../packages/gridcast/src/store/index.ts';
import { buildVectors, makeOriginsSpine, servingGroups } from '../packages/gridcast/src/train/index.ts';
import { runGridcast, writeMeters } from './run-gridcast.ts';

interface VectorPage {
  readonly originUtc: string;
  readonly items: readonly { readonly linear: Readonly<Record<string, unknown>> }[];
}

const originMs = Date.UTC(2024, 2, 10, 0);
const origin = hourOfMs(originMs);
let folder: string;
let flags: string[];
let store: Store;
let engine: SqlEngine;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-online-'));
  flags = ['--home', folder, ...writeMeters(path.join(folder, 'meters.csv'), { sites: 3, days: 10 })];
  await features('2024-03-10T00:00Z');
  store = await openStore({ home: folder });
  engine = await openSqlEngine({ threads: 1 });
});

afterAll(async () => {
  engine[Symbol.dispose]();
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function features(asOf: string): Promise<void> {
  const { exitCode, stderr } = await runGridcast(['features', ...flags, '--as-of', asOf]);
  expect(exitCode, stderr).toBe(0);
}

describe('openOnlineVectors', () => {
  test('serves for every series the 24 rows that a fresh build makes', async () => {
    const online = openOnlineVectors({ store, engine, nowMs: () => originMs, finished: false });
    using fresh = await openSqlEngine({ threads: 2 });
    const loaded = await loadObservations(store, fresh, { asOfHour: origin, delayHours: 0 });
    await makeOriginsSpine(fresh, [origin], 'asked');
    const groups = servingGroups(loaded.firstHour ?? 0, { asOf: origin, delayHours: 0, covariates: 0 });
    const calendar = createCalendar(undefined);
    const { vectors: built } = await buildVectors({
      engine: fresh,
      spine: 'asked',
      delayHours: 0,
      calendar,
      groups,
    });
    expect(await online.keys()).toEqual([['s1'], ['s2'], ['s3']]);
    for (const [place, key] of loaded.series.entries()) {
      const vector = await online.find(key);
      expect(vector).toMatchObject({ origin, dataUntilHour: origin, view: 'consumption_ratio@2' });
      for (const link of ['log', 'linear'] as const) {
        const served = vector?.links[link] ?? [];
        expect(served.length).toBeGreaterThan(20);
        for (const { name, values } of served) {
          expect(values, `${link} ${name}`).toEqual(built[link][name]?.subarray(place * 24, place * 24 + 24));
        }
      }
    }
  });

  test('says how old a value is and how many are missing', async () => {
    const online = openOnlineVectors({
      store,
      engine,
      nowMs: () => originMs + 3 * MS_PER_HOUR,
      finished: false,
    });
    const vector = await online.find(['s2']);
    const byName = new Map(vector?.links.log.map((feature) => [feature.name, feature]));
    expect(byName.get('lev_1')).toMatchObject({ ageHours: 3, missing: 0, quality: 'good' });
    expect(byName.get('weekday')).toMatchObject({ ageHours: undefined, missing: 0 });
    // without a country there is no sun
    expect(byName.get('sun_elevation')?.missing).toBe(24);
    expect(await online.find(['nobody'])).toBeUndefined();
  });

  test('says of a series that is behind that its values are old', async () => {
    const home = path.join(folder, 'behind');
    // the readings end two days before the origin
    const ran = await runGridcast([
      'features',
      '--home',
      home,
      ...flags.slice(2),
      '--as-of',
      '2024-03-13T00:00Z',
    ]);
    expect(ran.exitCode, ran.stderr).toBe(0);
    await using behind = await openStore({ home });
    const nowMs = (): number => Date.UTC(2024, 2, 13, 1);
    const online = openOnlineVectors({ store: behind, engine, nowMs, finished: false });
    const vector = await online.find(['s1']);
    expect(vector?.knownUntilHour).toBe(hourOfMs(Date.UTC(2024, 2, 11)));
    const byName = new Map(vector?.links.log.map((feature) => [feature.name, feature]));
    expect(byName.get('lev_1')).toMatchObject({ quality: 'missing' });
    expect(byName.get('lev_168')).toMatchObject({ quality: 'old', ageHours: 49 });
    expect(byName.get('weekday')).toMatchObject({ quality: 'good', ageHours: undefined });
    const undo = ['store', 'undo', 'observations', '--home', home];
    expect((await runGridcast(undo)).exitCode).toBe(0);
    const fresh = openOnlineVectors({ store: behind, engine, nowMs, finished: false, stalenessMs: 0 });
    const features = (await fresh.find(['s1']))?.links.log ?? [];
    const qualities = new Map(features.map(({ name, quality }) => [name, quality]));
    expect(qualities.get('lev_168')).toBe('undone');
    expect(qualities.get('weekday')).toBe('good');
  });

  test('refuses vectors past their time to live, unless the source never grows', async () => {
    const late = { store, engine, nowMs: () => originMs + 25 * MS_PER_HOUR };
    await expect(openOnlineVectors({ ...late, finished: false }).find(['s1'])).rejects.toMatchObject({
      code: 'FEATURES_VECTORS_EXPIRED',
      message: expect.stringMatching(/2024-03-10T00:00:00Z, 25 h old, and live 24 h/u) as string,
    });
    expect(await openOnlineVectors({ ...late, finished: true }).find(['s1'])).toBeDefined();
  });

  test('lags behind a new origin by no more than its staleness', async () => {
    let nowMs = originMs + MS_PER_HOUR;
    const online = openOnlineVectors({
      store,
      engine,
      nowMs: () => nowMs,
      finished: false,
      stalenessMs: 500,
    });
    expect((await online.find(['s1']))?.origin).toBe(origin);
    await features('2024-03-10T01:00Z');
    nowMs += 499;
    expect((await online.find(['s1']))?.origin).toBe(origin);
    nowMs += 1;
    expect((await online.find(['s1']))?.origin).toBe(origin + 1);
  });

  test('answers from what it holds while newer vectors are read, until that is too old', async () => {
    let nowMs = originMs + MS_PER_HOUR;
    let isBeingRead = Promise.withResolvers<void>();
    let mayBeRead = Promise.resolve();
    const slow: SqlEngine = Object.assign(Object.create(engine) as SqlEngine, {
      rows: async (sql: string) => engine.rows(sql),
      numbers: async (sql: string) => {
        isBeingRead.resolve();
        await mayBeRead;
        return engine.numbers(sql);
      },
    });
    const online = openOnlineVectors({ store, engine: slow, nowMs: () => nowMs, finished: false });
    const before = (await online.find(['s1']))?.origin ?? 0;
    await features(isoOfHour(before + 1));
    const gate = Promise.withResolvers<void>();
    mayBeRead = gate.promise;
    isBeingRead = Promise.withResolvers();
    nowMs += 500;
    expect((await online.find(['s1']))?.origin).toBe(before);
    await isBeingRead.promise;
    nowMs += 499;
    expect((await online.find(['s1']))?.origin).toBe(before);
    nowMs += 1;
    let isAnswered = false;
    const waiting = online.find(['s1']).finally(() => (isAnswered = true));
    await nextTurn();
    expect(isAnswered).toBe(false);
    gate.resolve();
    expect((await waiting)?.origin).toBe(before + 1);
  });

  test('answers over HTTP with the same numbers, kept texts too, and with a tag that a new origin changes', async () => {
    let nowMs = originMs;
    using reads = await openReads({ store });
    await using explainer = openExplainer({ store, threads: 1, logger: silentLogger });
    const logger = silentLogger;
    const app = createApp({ reads, explainer, nowMs: () => nowMs, logger, version: 'test' });
    const ask = (headers: Record<string, string> = {}) =>
      app.request('/api/v2/vectors?where=site:s2', { headers });
    const texts = [await (await ask()).text(), await (await ask()).text()];
    expect(texts[0]).toBe(texts[1]);
    const page = JSON.parse(texts[0] ?? '') as VectorPage;
    const online = openOnlineVectors({ store, engine, nowMs: () => nowMs, finished: true });
    const vector = await online.find(['s2']);
    expect(page).toMatchObject({ total: 1, limit: 1, offset: 0, items: [{ key: { site: 's2' } }] });
    expect(page.originUtc).toBe(isoOfHour(vector?.origin ?? 0));
    for (const { name, values, missing, ageHours, quality } of vector?.links.linear ?? []) {
      const asJson = Array.from(values, (value) => (Number.isNaN(value) ? null : value));
      expect(page.items[0]?.linear[name]).toEqual({
        values: asJson,
        missing,
        ageHours: ageHours ?? null,
        quality,
      });
    }
    const etag = (await ask()).headers.get('etag') ?? '';
    expect((await ask({ 'If-None-Match': etag })).status).toBe(304);
    await features(isoOfHour((vector?.origin ?? 0) + 1));
    nowMs += 1000;
    const newer = await ask({ 'If-None-Match': etag });
    expect(newer.status).toBe(200);
    expect(((await newer.json()) as VectorPage).originUtc).toBe(isoOfHour((vector?.origin ?? 0) + 1));
  });

  test('says what to run where nothing was made yet', async () => {
    await using empty = await openStore({ home: path.join(folder, 'empty') });
    const online = openOnlineVectors({ store: empty, engine, nowMs: () => originMs, finished: false });
    await expect(online.find(['s1'])).rejects.toMatchObject({ code: 'FEATURES_NOT_MATERIALISED' });
  });
});
