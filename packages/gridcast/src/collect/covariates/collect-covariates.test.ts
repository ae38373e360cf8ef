import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hourOfMs, parseInstant, silentLogger, silentProgress } from '../../core/index.ts';
import { loadCovariates, openSqlEngine, openStore, type Store } from '../../store/index.ts';
import { openSource } from '../sources.ts';
import { collectCovariates, type CollectedCovariates } from './collect-covariates.ts';
import type { CovariateSpec } from './covariates.ts';
import { resolveCovariates } from './home-covariates.ts';

const hour = (iso: string): number => hourOfMs(parseInstant(iso) ?? Number.NaN);
const PRESENT = hour('2024-03-02T00:00Z');

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridcast-covariates-'));
  store = await openStore({ home: join(folder, 'home') });
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const file = (name: string): string => join(folder, name);
const source = (): ReturnType<typeof openSource> =>
  openSource({ name: 'file', path: file('meters.csv'), time: 'hour', value: 'kwh', keys: 'area,site' });

function spec(options: Readonly<Record<string, unknown>>): CovariateSpec {
  return { source: 'file', name: 'temp', path: file('temp.csv'), time: 'at', value: 'c', ...options };
}

async function collectAt(asOf: string, specs?: readonly CovariateSpec[]): Promise<CollectedCovariates> {
  const covariates = await resolveCovariates(store.catalogue, source(), specs);
  return collectCovariates({
    store,
    covariates,
    asOfHour: hour(asOf),
    presentHour: PRESENT,
    runId: `run ${asOf}`,
    threads: 1,
    network: { request: () => Promise.reject(new Error('no network')), sleep: () => Promise.resolve() },
    nowMs: () => PRESENT * 3_600_000,
    signal: new AbortController().signal,
    logger: silentLogger,
    progress: silentProgress,
  });
}

/** What series 0 (area DK1, site a) sees of the first covariate at an instant: hour of the day to value. */
async function seenAt(instant: string): Promise<Record<string, number>> {
  using engine = await openSqlEngine({ threads: 1 });
  const covariates = await resolveCovariates(store.catalogue, source(), undefined);
  await loadCovariates(store, engine, {
    covariates: covariates.map(({ facts }) => facts),
    keyNames: ['area', 'site'],
    series: [['DK1', 'a']],
    asOfHour: PRESENT + 100,
  });
  const at = hour(instant);
  const rows = await engine.rows<{ hour: number; value: number }>(
    `SELECT v.hour, v.value FROM covariate_versions v JOIN covariate_series s ON s.covariate = v.covariate AND s.entity = v.entity
     WHERE v.covariate = 0 AND v.known_hour <= ${at} AND v.until_hour > ${at} ORDER BY v.hour`,
  );
  return Object.fromEntries(rows.map((row) => [row.hour - hour('2024-03-01T00:00Z'), row.value]));
}

describe('collectCovariates', () => {
  test('withholds rows until they are known, and then changes nothing when it runs again', async () => {
    await writeFile(
      file('temp.csv'),
      'at,c\n2024-03-01T00:00Z,1\n2024-03-01T01:00Z,2\n2024-03-01T05:00Z,3\n',
    );
    const specs = [spec({ delay: 2 })];
    expect(await collectAt('2024-03-01T04:00Z', specs)).toMatchObject({ newRows: 2, revisedRows: 0 });
    expect(await collectAt('2024-03-01T04:00Z')).toMatchObject({ newRows: 0, revisedRows: 0 });
    expect(await collectAt('2024-03-01T09:00Z')).toMatchObject({ newRows: 1, revisedRows: 0 });
    expect(await seenAt('2024-03-01T03:00Z')).toEqual({ 0: 1 });
    expect(await seenAt('2024-03-01T08:00Z')).toEqual({ 0: 1, 1: 2, 5: 3 });
  });

  test('keeps a revision from the collect that brought it', async () => {
    await writeFile(file('temp.csv'), 'at,c\n2024-03-01T00:00Z,1\n');
    await collectAt('2024-03-01T04:00Z', [spec({})]);
    await writeFile(file('temp.csv'), 'at,c\n2024-03-01T00:00Z,7\n');
    expect(await collectAt('2024-03-01T06:00Z')).toMatchObject({ newRows: 0, revisedRows: 1 });
    expect(await seenAt('2024-03-01T05:00Z')).toEqual({ 0: 1 });
    expect(await seenAt('2024-03-01T06:00Z')).toEqual({ 0: 7 });
  });

  test('lets forecasts be known before their hour, by a column or a negative delay, version by version', async () => {
    const rows = ['2024-03-01T20:00Z,1,2024-03-01T03:00Z', '2024-03-01T20:00Z,2,2024-03-01T09:30Z'];
    await writeFile(file('temp.csv'), `at,c,known\n${rows.join('\n')}\n2024-03-01T21:00Z,9,\n`);
    await collectAt('2024-03-01T12:00Z', [spec({ kind: 'forecast', delay: -12, knownAt: 'known' })]);
    expect(await seenAt('2024-03-01T02:00Z')).toEqual({});
    expect(await seenAt('2024-03-01T09:00Z')).toEqual({ 20: 1 });
    expect(await seenAt('2024-03-01T12:00Z')).toEqual({ 20: 2, 21: 9 });
  });

  test('gives a value to the series whose keys its row names', async () => {
    await writeFile(
      file('temp.csv'),
      'at,price area,c\n2024-03-01T00:00Z,DK1,1\n2024-03-01T00:00Z,DK2,2\n2024-03-01T01:00Z,"D ""K"" ø",3\n',
    );
    const report = await collectAt('2024-03-01T04:00Z', [spec({ keys: { area: 'price area' } })]);
    expect(report).toMatchObject({ newRows: 3 });
    expect(await seenAt('2024-03-01T04:00Z')).toEqual({ 0: 1 });
  });

  test('sets bad rows and measurements of hours to come aside, each with line and reason', async () => {
    await writeFile(
      file('temp.csv'),
      'at,c\n2024-03-01T00:00Z,1\n2024-03-01T01:00Z,cold\n2024-03-05T00:00Z,4\nyesterday,2\n',
    );
    const { covariates } = await collectAt('2024-03-01T04:00Z', [spec({})]);
    expect(covariates).toEqual([
      {
        name: 'temp',
        rowsRead: 4,
        goodRows: 2,
        quarantined: { not_a_number: 1, time_unreadable: 1, future_hour: 1 },
      },
    ]);
    const kept = await store.catalogue
      .selectFrom('quarantine')
      .select(['reason', 'first_line'])
      .orderBy('reason')
      .execute();
    expect(kept).toEqual([
      { reason: 'future_hour', first_line: 4 },
      { reason: 'not_a_number', first_line: 3 },
      { reason: 'time_unreadable', first_line: 5 },
    ]);
    await collectAt('2024-03-01T05:00Z');
    expect(await store.catalogue.selectFrom('quarantine').select('id').execute()).toHaveLength(3);
  });

  test('goes on with what is stored where a file that was read before is gone, and refuses one never read', async () => {
    await writeFile(file('temp.csv'), 'at,c\n2024-03-01T00:00Z,1\n');
    await collectAt('2024-03-01T04:00Z', [spec({})]);
    await rm(file('temp.csv'));
    const { covariates } = await collectAt('2024-03-01T05:00Z');
    expect(covariates[0]?.problem).toContain('temp.csv');
    expect(await seenAt('2024-03-01T05:00Z')).toEqual({ 0: 1 });
    const never = spec({ name: 'wind', path: file('wind.csv') });
    await expect(collectAt('2024-03-01T06:00Z', [never])).rejects.toMatchObject({
      code: 'COLLECT_FILE_UNREADABLE',
    });
  });

  test('keeps two covariates of one wide file apart', async () => {
    await writeFile(file('temp.csv'), 'at,c,wind\n2024-03-01T00:00Z,1,\n2024-03-01T01:00Z,,8\n');
    const specs = [spec({ name: 'wind', value: 'wind' }), spec({})];
    expect(await collectAt('2024-03-01T04:00Z', specs)).toMatchObject({ newRows: 2 });
    expect(await seenAt('2024-03-01T04:00Z')).toEqual({ 1: 8 });
  });
});

describe('the setting covariates', () => {
  test.each([
    ['an unknown reader', { source: 'ftp' }, 'COLLECT_COVARIATES_INVALID', 'no reader "ftp"'],
    ['a key that the source lacks', { keys: { zone: 'z' } }, 'COLLECT_COVARIATES_INVALID', 'area, site'],
    ['an observation known ahead', { delay: -1 }, 'COLLECT_COVARIATES_INVALID', 'kind to forecast'],
    ['a name that no column can have', { name: 'Temp °C' }, 'COLLECT_OPTIONS_INVALID', 'lower-case'],
    ['an option that does not exist', { shift: 1 }, 'COLLECT_OPTIONS_INVALID', 'shift'],
    ['a missing column', { value: undefined }, 'COLLECT_OPTIONS_INVALID', 'value'],
  ])('refuses %s, naming it', async (_, options, code, words) => {
    const opened = resolveCovariates(store.catalogue, source(), [spec(options)]);
    await expect(opened).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string });
  });

  test('refuses a name that stands twice, and forgets the covariates where an empty list is given', async () => {
    await writeFile(file('temp.csv'), 'at,c\n2024-03-01T00:00Z,1\n');
    const twice = resolveCovariates(store.catalogue, source(), [spec({}), spec({ delay: 1 })]);
    await expect(twice).rejects.toMatchObject({ code: 'COLLECT_COVARIATES_INVALID' });
    await collectAt('2024-03-01T04:00Z', [spec({})]);
    expect(await resolveCovariates(store.catalogue, source(), undefined)).toHaveLength(1);
    await collectAt('2024-03-01T04:00Z', []);
    expect(await resolveCovariates(store.catalogue, source(), undefined)).toEqual([]);
  });
});
