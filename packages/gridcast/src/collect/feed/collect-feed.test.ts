import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  hourOfMs,
  isoOfHour,
  parseInstant,
  silentLogger,
  silentProgress,
  type HourUtc,
  type LogFields,
  type Logger,
} from '../../core/index.ts';
import {
  findFeedState,
  loadObservations,
  openSqlEngine,
  openStore,
  snapshotFiles,
  type Store,
} from '../../store/index.ts';
import type { LivingFeed } from '../source.ts';
import { openSource } from '../sources.ts';
import { collectFeed, type CollectFeedOutput } from './collect-feed.ts';
import { EdsServer, industryDataset, industryValue, networkOf } from './eds-server.fixture.ts';

const DATASET = 'ConsumptionDK3619IndustryHour';
const NAME = `eds:${DATASET}`;
const hour = (iso: string): number => hourOfMs(parseInstant(iso) ?? Number.NaN);
/** Both clock changes lie in the history. */
const FIRST = hour('2025-10-01T00:00Z');
const AS_OF = hour('2026-04-20T12:00Z');
const DELAY = 504;
const END = AS_OF - 450;
const HOURS = END - FIRST;

let folder: string;
let store: Store;
let server: EdsServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridcast-feed-'));
  store = await openStore({ home: join(folder, 'home') });
  server = await new EdsServer().start();
  server.datasets.set(DATASET, industryDataset({ firstHour: FIRST, endHour: END }));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface CollectOptions {
  readonly asOf?: HourUtc;
  readonly waits?: number[];
  readonly feed?: Partial<LivingFeed>;
  readonly signal?: AbortSignal;
  readonly logger?: Logger;
  readonly into?: Store;
}

async function collectOnce(options: CollectOptions = {}): Promise<CollectFeedOutput> {
  const source = openSource({ name: NAME, baseUrl: server.url, from: isoOfHour(FIRST) });
  const asOfHour = options.asOf ?? AS_OF;
  server.nowMs = Math.max(server.nowMs, asOfHour * 3_600_000);
  return collectFeed({
    store: options.into ?? store,
    source,
    feed: { ...(source.input as LivingFeed), ...options.feed },
    network: networkOf(server, fetch, options.waits),
    asOfHour,
    presentHour: asOfHour,
    delayHours: DELAY,
    threads: 1,
    nowMs: () => server.nowMs,
    signal: options.signal ?? new AbortController().signal,
    logger: options.logger ?? silentLogger,
    progress: silentProgress,
  });
}

/** Values of an industry as known at an hour, by target hour. */
async function known(
  asOfHour: HourUtc,
  code = 'A',
  from: Store = store,
): Promise<ReadonlyMap<HourUtc, number>> {
  using engine = await openSqlEngine({ threads: 1 });
  await loadObservations(from, engine, { asOfHour, delayHours: DELAY });
  const rows = await engine.rows<{ hour: number; value: number }>(
    `SELECT hour, value FROM observation_versions JOIN series USING (series) WHERE key_0 = '${code}' ORDER BY hour, known_hour`,
  );
  return new Map(rows.map((row) => [row.hour, row.value]));
}

async function files(of: Store = store): Promise<readonly string[]> {
  return (await snapshotFiles(of.catalogue, { dataset: 'observations' }))
    .map((file) => file.object_key)
    .sort();
}

function warnings(): Logger & { readonly said: LogFields[] } {
  const said: LogFields[] = [];
  return {
    ...silentLogger,
    said,
    warn: (_, fields) => void said.push(fields ?? {}),
    child: () => silentLogger,
  };
}

describe('collectFeed', () => {
  test('reads the history in one request, over both clock changes, each hour once', async () => {
    const output = await collectOnce();
    expect(output).toMatchObject({
      requests: 2,
      windows: 1,
      rowsRead: 3 * HOURS,
      newRows: 3 * HOURS,
      quarantined: {},
      dataUntilUtc: isoOfHour(END),
      note: null,
      feed: { status: 'fresh', ageHours: 450, expectedDelayHours: DELAY },
    });
    expect(Object.fromEntries(server.rowRequests[0] ?? [])).toEqual({
      start: '2025-10-01T00:00',
      end: '2026-04-20T12:00',
      columns: 'TimeUTC,DK36Code,Consumption_MWh',
      sort: 'TimeUTC,DK36Code',
      timezone: 'utc',
      limit: '0',
    });
    const values = await known(AS_OF + DELAY);
    expect(values.size).toBe(HOURS);
    expect([...values].every(([at, value]) => value === industryValue(0, at))).toBe(true);
  });

  test('knows no hour before its delay has passed, however early it came', async () => {
    await collectOnce();
    expect(Math.max(...(await known(AS_OF)).keys())).toBe(AS_OF - DELAY - 1);
  });

  test('keeps the bytes of each response, with its address', async () => {
    await collectOnce();
    const [raw, ...others] = await store.catalogue.selectFrom('raw_input').selectAll().execute();
    expect(others).toEqual([]);
    expect(raw?.origin_name).toBe(`${server.url}${server.requests[1] ?? ''}`);
    const response = await fetch(raw?.origin_name ?? '');
    expect(await store.lake.read(raw?.object_key ?? '')).toEqual(Buffer.from(await response.arrayBuffer()));
  });

  test('asks once in an update interval, and says so', async () => {
    await collectOnce();
    const again = await collectOnce({ asOf: AS_OF + 23 });
    expect(again).toMatchObject({ requests: 0, newRows: 0 });
    expect(again.note).toMatch(
      /no request: eds:.* was read at 2026-04-20T12:00:00Z, within its update interval of 24 h/u,
    );
    expect(server.requests).toHaveLength(2);
    const past = await collectOnce({ asOf: AS_OF - 100 });
    expect(past).toMatchObject({ requests: 0, note: expect.stringContaining('after this hour') as unknown });
    expect(await collectOnce({ asOf: AS_OF + 24 })).toMatchObject({
      requests: 2,
      newRows: 0,
      unchangedRows: expect.any(Number) as unknown,
    });
  });

  test('keeps a changed value as a revision, and an hour that came late as known then', async () => {
    await collectOnce();
    const dataset = server.datasets.get(DATASET);
    if (dataset === undefined) throw new Error('not served');
    const [changed, late] = [END - 400, END - 399];
    const original = dataset.rowsOf;
    dataset.endHour = END + 30;
    dataset.rowsOf = (at) =>
      original(at).map((row) => (at === changed ? { ...row, Consumption_MWh: 7 } : row));
    const next = await collectOnce({ asOf: AS_OF + 24 });
    expect(next).toMatchObject({ newRows: 90, revisedRows: 3 });
    // the next reading comes after a fortnight without any: what should have come meanwhile is known from then on
    dataset.endHour = END + 400;
    const afterGap = AS_OF + 24 + 336;
    expect(await collectOnce({ asOf: afterGap })).toMatchObject({ newRows: 3 * 370, revisedRows: 0 });
    expect((await known(AS_OF + 23)).get(changed)).toBe(industryValue(0, changed));
    expect((await known(AS_OF + 24)).get(changed)).toBe(7);
    expect((await known(AS_OF + 24)).get(late)).toBe(industryValue(0, late));
  });

  test('takes an hour that was overdue at the last reading as known when it came', async () => {
    const dataset = server.datasets.get(DATASET);
    if (dataset === undefined) throw new Error('not served');
    dataset.endHour = AS_OF - 700;
    const first = await collectOnce();
    expect(first.feed).toMatchObject({
      status: 'stalled',
      reason: expect.stringMatching(/699|700 h old/u) as unknown,
    });
    dataset.endHour = AS_OF - 400;
    await collectOnce({ asOf: AS_OF + 48 });
    const overdue = AS_OF - 650;
    expect((await known(AS_OF + 47)).has(overdue)).toBe(false);
    expect((await known(AS_OF + 48)).get(overdue)).toBe(industryValue(0, overdue));
    // and one that was not due yet counts from its delay
    expect((await known(AS_OF + 20 + 1)).has(AS_OF - DELAY + 19)).toBe(true);
  });

  describe('where responses do not come whole', () => {
    const wide = { windowHours: 24 * 64 };

    test('pages on where the total says so', async () => {
      server.maxRows = 7_777;
      await collectOnce();
      expect((await known(AS_OF + DELAY)).size).toBe(HOURS);
      expect(server.rowRequests.map((query) => query.get('offset'))).toEqual([null, '7777']);
    });

    test('pages on where a silent cap is round, and where the last rows are missing, whatever the total says', async () => {
      for (const [maxRows, into] of [
        [4_000, 'round'],
        [5_555, 'odd'],
      ] as const) {
        Object.assign(server, { maxRows, totalIsBatch: true });
        await using other = await openStore({ home: join(folder, into) });
        await collectOnce({ into: other });
        expect((await known(AS_OF + DELAY, 'PR', other)).size, into).toBe(HOURS);
      }
    });

    test('narrows the window where the JSON is cut, the connection reset or the body never ends', async () => {
      server.maxWholeRows = 3 * 24 * 40;
      server.faults.push({ kind: 'reset' }, { kind: 'drip' });
      const output = await collectOnce({ feed: wide });
      expect(output.newRows).toBe(3 * HOURS);
      // 64 days, 32 after the reset, 16 after the drip: 640 kB never come at once again
      expect((await findFeedState(store.catalogue, NAME))?.window_hours).toBe(24 * 16);
      expect((await known(AS_OF + DELAY)).size).toBe(HOURS);
    });

    test('says which window does not come, and keeps what came before', async () => {
      await collectOnce();
      server.maxWholeRows = 0;
      const output = await collectOnce({ asOf: AS_OF + 24, feed: wide });
      expect(output.feed).toMatchObject({ status: 'failing' });
      expect(output.note).toMatch(
        /No response of the feed .* came whole, down to the window 2026-\S+\.\.2026-\S+: the response ends after \d+ rows/u,
      );
      expect((await findFeedState(store.catalogue, NAME))?.error_code).toBe('COLLECT_FEED_BROKEN');
      server.maxWholeRows = Number.POSITIVE_INFINITY;
      expect((await collectOnce({ asOf: AS_OF + 25 })).feed.status).toBe('fresh');
    });

    test('finds the cut in windows that were read before, too', async () => {
      await collectOnce();
      const dataset = server.datasets.get(DATASET);
      if (dataset === undefined) throw new Error('not served');
      // after half a year without a reading, in windows of 64 days that hold 4,608 rows
      dataset.endHour = END + 24 * 180;
      Object.assign(server, { maxRows: 2_345, totalIsBatch: true });
      const asOf = AS_OF + 24 * 180;
      await collectOnce({ asOf, feed: wide });
      Object.assign(server, { maxRows: Number.POSITIVE_INFINITY });
      await collectOnce({ asOf: asOf + 24, feed: wide });
      expect((await known(asOf + DELAY)).size).toBe(HOURS + 24 * 180);
    });

    test('takes rows that come twice once', async () => {
      server.doubled = true;
      expect(await collectOnce()).toMatchObject({ newRows: 3 * HOURS, repeatedRows: 3 * HOURS });
    });
  });

  describe('where the feed limits requests', () => {
    const narrow = { windowHours: 24 * 70 };

    test.each([false, true])('waits as long as it says, in a body with 200: %s', async (limitsWithin) => {
      Object.assign(server, { spacingMs: 292_000, limitsWithin });
      const waits: number[] = [];
      const output = await collectOnce({ feed: narrow, waits });
      expect(output).toMatchObject({ windows: 3, newRows: 3 * HOURS });
      expect(waits).toEqual([292_000, 292_000]);
    });

    test('gives a storm up, goes on with what it has, and does not ask before the time told', async () => {
      await collectOnce({ feed: { windowHours: 24 * 70 } });
      const storm = { kind: 'status', status: 429, body: '{"statusCode":429}', retryAfter: 90 } as const;
      server.faults.push(...Array.from({ length: 100 }, () => storm));
      const asOf = AS_OF + 24;
      const output = await collectOnce({ asOf });
      expect(output.requests).toBeLessThan(20);
      expect(output.feed).toMatchObject({
        status: 'failing',
        reason: expect.stringContaining('wait 90 s') as unknown,
      });
      expect((await findFeedState(store.catalogue, NAME))?.error_code).toBe('COLLECT_FEED_LIMITED');
      server.faults.length = 0;
      server.nowMs = Date.parse((await findFeedState(store.catalogue, NAME))?.retry_at ?? '') - 1000;
      const before = server.requests.length;
      expect((await collectOnce({ asOf })).note).toMatch(/asked to wait until/u);
      expect(server.requests).toHaveLength(before);
      server.nowMs += 2000;
      expect(await collectOnce({ asOf })).toMatchObject({ feed: { status: 'fresh' } });
    });
  });

  test('goes on from a killed history, to the same bytes as an undisturbed one', async () => {
    const narrow = { windowHours: 24 * 20 };
    await using undisturbed = await openStore({ home: join(folder, 'undisturbed') });
    await collectOnce({ feed: narrow, into: undisturbed });
    const kill = new AbortController();
    const killing: Logger = {
      ...silentLogger,
      debug: () => server.requests.length > 17 && kill.abort(new Error('killed')),
    };
    await expect(collectOnce({ feed: narrow, signal: kill.signal, logger: killing })).rejects.toThrow(
      'killed',
    );
    const partial = await files();
    expect(partial.length).toBeGreaterThan(2);
    expect(partial.length).toBeLessThan((await files(undisturbed)).length);
    const resumed = await collectOnce({ feed: narrow });
    expect(resumed.windows).toBe((await files(undisturbed)).length - partial.length);
    expect(await files()).toEqual(await files(undisturbed));
    const bytes = async (of: Store): Promise<readonly Buffer[]> =>
      Promise.all((await files(of)).map(async (key) => readFile(await of.lake.localPath(key))));
    expect(await bytes(store)).toEqual(await bytes(undisturbed));
  });

  describe('where the feed is dead or has changed', () => {
    test('throws at the first collect, for nothing is known yet', async () => {
      await server.stop();
      await expect(collectOnce()).rejects.toMatchObject({ code: 'COLLECT_FEED_UNREACHABLE' });
      await expect(collectOnce()).rejects.toThrow(/does not answer at .*: .*ECONNREFUSED/u);
    });

    test('goes on with what is known, warns, and says since when', async () => {
      await collectOnce();
      const before = await files();
      await server.stop();
      const [logger, waits] = [warnings(), [] as number[]];
      const output = await collectOnce({ asOf: AS_OF + 24, logger, waits });
      expect(output.feed).toMatchObject({
        status: 'failing',
        reason: expect.stringMatching(/does not answer at http.*--base-url/u) as unknown,
        succeededAtUtc: isoOfHour(AS_OF),
      });
      expect(logger.said).toEqual([expect.objectContaining({ status: 'failing' })]);
      expect(waits).toEqual([1000, 4000]);
      expect(await files()).toEqual(before);
    });

    test('names a renamed column, the columns found and the likely new name', async () => {
      await collectOnce();
      const dataset = server.datasets.get(DATASET);
      if (dataset === undefined) throw new Error('not served');
      dataset.columns = dataset.columns.map((name) => (name === 'Consumption_MWh' ? 'ConsumptionMWh' : name));
      const output = await collectOnce({ asOf: AS_OF + 24 });
      expect(output.note).toMatch(
        /no longer has the column "Consumption_MWh" \(its value\)\. Its columns are "TimeUTC", .*"ConsumptionMWh"\. Perhaps it is "ConsumptionMWh" now/u,
      );
      expect((await findFeedState(store.catalogue, NAME))?.error_code).toBe('COLLECT_FEED_COLUMN');
      expect((await known(AS_OF)).size).toBe(AS_OF - DELAY - FIRST);
    });

    test('names a column whose numbers have become text', async () => {
      const dataset = server.datasets.get(DATASET);
      if (dataset === undefined) throw new Error('not served');
      const { rowsOf } = dataset;
      dataset.rowsOf = (at) => rowsOf(at).map((row) => ({ ...row, Consumption_MWh: '12,5' }));
      await expect(collectOnce()).rejects.toThrow(
        /column "Consumption_MWh" of the feed .* holds text where numbers are wanted, for example "12,5"/u,
      );
      await expect(collectOnce()).rejects.toMatchObject({ code: 'COLLECT_FEED_TYPE' });
    });

    test('asks again where a connection is lost, and where the service is down for a moment', async () => {
      server.faults.push({ kind: 'hang-up' }, { kind: 'status', status: 503, body: 'Maintenance' });
      const waits: number[] = [];
      expect(await collectOnce({ waits })).toMatchObject({ newRows: 3 * HOURS, requests: 4 });
      expect(waits).toEqual([1000, 4000]);
    });

    test('quotes a plain-text refusal', async () => {
      server.faults.push({ kind: 'status', status: 400, body: 'Invalid column Consumption_MWh' });
      await expect(collectOnce()).rejects.toThrow(
        /refuses the request with HTTP 400: "Invalid column Consumption_MWh"/u,
      );
      server.faults.push({ kind: 'status', status: 404, body: `dataset not found ${DATASET}` });
      await expect(collectOnce()).rejects.toThrow(/There is no dataset .* answers "dataset not found/u);
      server.datasets.clear();
      await expect(collectOnce()).rejects.toMatchObject({
        code: 'COLLECT_FEED_ABSENT',
        kind: { exitCode: 3 },
      });
    });

    test('sees in the description that a dataset was retired, and names its successor', async () => {
      await collectOnce();
      const dataset = server.datasets.get(DATASET);
      if (dataset === undefined) throw new Error('not served');
      dataset.title = 'Consumption per Industry (Discontinued)';
      dataset.description =
        'See [the new one](https://www.energidataservice.dk/dso-electricity/ConsumptionNextHour).';
      const output = await collectOnce({ asOf: AS_OF + 24 });
      expect(output.feed).toMatchObject({ status: 'retired' });
      expect(output.note).toMatch(/is retired: .*Discontinued.*its successor is ConsumptionNextHour/u);
    });

    test('sets negative values and hours that have not ended aside', async () => {
      const dataset = server.datasets.get(DATASET);
      if (dataset === undefined) throw new Error('not served');
      const { rowsOf } = dataset;
      dataset.rowsOf = (at) =>
        rowsOf(at).map((row) => (at === FIRST + 5 ? { ...row, Consumption_MWh: -1 } : row));
      expect(await collectOnce()).toMatchObject({ quarantined: { negative: 3 }, newRows: 3 * HOURS - 3 });
      const [kept] = await store.catalogue.selectFrom('quarantine').selectAll().execute();
      expect(kept).toMatchObject({ reason: 'negative', rows: 3, first_line: 16 });
    });

    test('sets a bad row aside once, however often its hour is read again', async () => {
      const dataset = server.datasets.get(DATASET);
      if (dataset === undefined) throw new Error('not served');
      const { rowsOf } = dataset;
      dataset.rowsOf = (at) =>
        rowsOf(at).map((row) => (at === END - 5 ? { ...row, Consumption_MWh: -at } : row));
      await collectOnce();
      dataset.endHour = END + 24;
      expect(await collectOnce({ asOf: AS_OF + 24 })).toMatchObject({ quarantined: {}, newRows: 72 });
      expect(await store.catalogue.selectFrom('quarantine').selectAll().execute()).toHaveLength(1);
    });
  });

  test('takes the column of time from the description', async () => {
    const dataset = server.datasets.get(DATASET);
    if (dataset === undefined) throw new Error('not served');
    dataset.time = 'HourUTC';
    dataset.columns = dataset.columns.map((name) => name.replace('Time', 'Hour'));
    expect(await collectOnce()).toMatchObject({ newRows: 3 * HOURS });
  });

  test('reads an earlier start of the history later on', async () => {
    await collectOnce({ feed: { fromHour: FIRST + 480 } });
    expect((await known(AS_OF)).has(FIRST)).toBe(false);
    expect(await collectOnce()).toMatchObject({ newRows: 3 * 480 });
  });
});
