import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hourOfMs, isoOfHour, parseInstant, silentLogger } from '../core/index.ts';
import { loadObservations, openSqlEngine, openStore, type Store } from '../store/index.ts';
import { collect, type CollectOutput } from './collect.ts';
import { defaultAsOf } from './default-as-of.ts';
import { resolveSource } from './fixed-source.ts';
import { readInput, type ReadInput } from './read-input.ts';
import type { RawFile } from './source.ts';
import { openSource, type SourceSpec } from './sources.ts';

const hour = (iso: string): number => hourOfMs(parseInstant(iso) ?? Number.NaN);
const PRESENT = hour('2026-11-24T10:00Z');

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridcast-collect-'));
  store = await openStore({ home: join(folder, 'home') });
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface CollectOptions {
  readonly asOf?: string;
  readonly present?: number;
  readonly delayHours?: number;
  readonly threads?: number;
}

async function read(spec: SourceSpec, threads = 2): Promise<ReadInput> {
  const source = openSource(spec);
  return readInput({ store, source, file: source.input as RawFile, threads, logger: silentLogger });
}

async function collectOnce(
  spec: SourceSpec,
  options: CollectOptions = {},
): Promise<CollectOutput & { readonly asOf: string }> {
  const input = await read(spec, options.threads);
  const { present: presentHour = PRESENT, threads = 2 } = options;
  const delayHours = options.delayHours ?? input.source.declaration.defaultDelayHours;
  const asOfHour =
    options.asOf === undefined
      ? await defaultAsOf(store, input, { presentHour, delayHours })
      : hour(options.asOf);
  const { output, commit } = await collect({
    store,
    input,
    asOfHour,
    presentHour,
    delayHours,
    runId: 'r',
    threads,
  });
  await store.catalogue.transaction().execute(commit);
  return { ...output, asOf: isoOfHour(asOfHour) };
}

async function writeCsv(name: string, ...lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, ['time,area,value', ...lines, ''].join('\n'));
  return path;
}

function fileSpec(path: string): SourceSpec {
  return { name: 'file', path, time: 'time', keys: 'area', value: 'value' };
}

async function versions(asOf: string): Promise<readonly string[]> {
  using engine = await openSqlEngine({ threads: 1 });
  await loadObservations(store, engine, { asOfHour: hour(asOf), delayHours: 0 });
  const rows = await engine.rows<{ hour: number; value: number; known_hour: number }>(
    'SELECT hour, value, known_hour FROM observation_versions ORDER BY series, hour, known_hour',
  );
  return rows.map(
    (row) => `${isoOfHour(row.hour).slice(0, 13)} ${row.value} @${isoOfHour(row.known_hour).slice(0, 13)}`,
  );
}

describe('collect: de35', () => {
  test('stores the bundled rows whole, as of the first instant at which all are known', async () => {
    const first = await collectOnce({ name: 'de35' });
    expect(first).toMatchObject({
      asOf: '2023-01-21T23:00:00Z',
      rowsRead: 57_076,
      newRows: 57_076,
      unchangedRows: 0,
      heldRows: 0,
      quarantined: {},
      series: 76,
      dataUntilUtc: '2023-01-21T23:00:00Z',
    });
    const again = await collectOnce({ name: 'de35' });
    expect(again).toEqual({ ...first, newRows: 0, unchangedRows: 57_076 });
    expect(await store.catalogue.selectFrom('snapshot').selectAll().execute()).toHaveLength(1);
    expect(await store.catalogue.selectFrom('raw_input').selectAll().execute()).toHaveLength(1);
  });

  test('releases the rows hour by hour, and never those of the future', async () => {
    const day = await collectOnce({ name: 'de35' }, { asOf: '2022-12-22T16:00Z' });
    // 24 hours of 76 series from 2022-12-21T16:00Z on; 727 of 751 hours are still to come.
    expect(day).toMatchObject({
      newRows: 24 * 76,
      heldRows: 727 * 76,
      quarantined: {},
      dataUntilUtc: '2022-12-22T16:00:00Z',
    });
    const next = await collectOnce({ name: 'de35' }, { asOf: '2022-12-22T17:00Z' });
    expect(next).toMatchObject({ newRows: 76, unchangedRows: 24 * 76, heldRows: 726 * 76 });
    const late = await collectOnce({ name: 'de35' }, { asOf: '2022-12-22T20:00Z', delayHours: 5 });
    expect(late).toMatchObject({ newRows: 0, dataUntilUtc: '2022-12-22T15:00:00Z' });
  });

  test('makes the same objects whatever the thread count', async () => {
    const objects = async (threads: number): Promise<readonly string[]> => {
      await using other = await openStore({ home: join(folder, `home-${threads}`) });
      const source = openSource({ name: 'de35' });
      const input = await readInput({
        store: other,
        source,
        file: source.input as RawFile,
        threads,
        logger: silentLogger,
      });
      await collect({
        store: other,
        input,
        asOfHour: PRESENT,
        presentHour: PRESENT,
        delayHours: 0,
        runId: 'r',
        threads,
      });
      const keys: string[] = [];
      for await (const object of other.lake.list()) keys.push(object.key);
      return keys.toSorted();
    };
    const one = await objects(1);
    expect(one).toHaveLength(3);
    expect(await objects(4)).toEqual(one);
  });
});

describe('collect: files', () => {
  test('records bad rows with an object that holds their text', async () => {
    const path = await writeCsv(
      'a.csv',
      '2021-01-01 00:00,a,1',
      '2021-01-01 01:00,a,x',
      '2021-01-01 02:00,a,NaN',
      '2021-01-01 03:00,a,',
    );
    const output = await collectOnce(fileSpec(path));
    expect(output).toMatchObject({
      newRows: 1,
      missingValues: 1,
      quarantined: { not_a_number: 1, not_finite: 1 },
    });
    const rows = await store.catalogue.selectFrom('quarantine').selectAll().orderBy('id').execute();
    expect(rows.map((row) => [row.reason, row.rows, row.first_line])).toEqual([
      ['not_a_number', 1, 3],
      ['not_finite', 1, 4],
    ]);
    using engine = await openSqlEngine({ threads: 1 });
    const kept = await engine.rows(
      `SELECT line, raw, value FROM '${await store.lake.localPath(rows[0]?.object_key ?? '')}'`,
    );
    expect(kept).toEqual([{ line: 3n, raw: '2021-01-01 01:00,a,x', value: 'x' }]);
    await collectOnce(fileSpec(path));
    expect(await store.catalogue.selectFrom('quarantine').selectAll().execute()).toHaveLength(2);
  });

  test('sets rows of hours aside that have not ended, and takes them once they have', async () => {
    const path = await writeCsv(
      'a.csv',
      '2021-01-01 00:00,a,1',
      '2021-01-01 01:00,a,2',
      '2099-01-01 00:00,a,9',
    );
    const early = await collectOnce(fileSpec(path), { present: hour('2021-01-01T01:00Z') });
    // 01:00 is running, so its value is no measurement yet; the default as-of is that of the good row alone.
    expect(early).toMatchObject({
      newRows: 1,
      heldRows: 0,
      quarantined: { future_hour: 2 },
      asOf: '2021-01-01T01:00:00Z',
    });
    const later = await collectOnce(fileSpec(path), { present: hour('2021-01-03T00:00Z') });
    expect(later).toMatchObject({
      newRows: 1,
      quarantined: { future_hour: 1 },
      asOf: '2021-01-01T02:00:00Z',
    });
    const [row, ...rest] = await store.catalogue.selectFrom('quarantine').selectAll().execute();
    expect(rest).toEqual([]);
    expect(row).toMatchObject({ reason: 'future_hour', rows: 2, first_line: 3 });
  });

  test('keeps a changed value as a revision known at the as-of that brought it', async () => {
    const path = await writeCsv('a.csv', '2021-01-01 00:00,a,1', '2021-01-01 01:00,a,2');
    await collectOnce(fileSpec(path), { asOf: '2021-01-01T02:00Z' });
    await writeCsv('a.csv', '2021-01-01 00:00,a,7', '2021-01-01 01:00,a,2', '2021-01-01 02:00,a,3');
    const second = await collectOnce(fileSpec(path), { asOf: '2021-01-01T05:00Z' });
    expect(second).toMatchObject({ newRows: 1, revisedRows: 1, unchangedRows: 1 });
    expect(await versions('2021-01-01T05:00Z')).toEqual([
      '2021-01-01T00 1 @2021-01-01T01',
      '2021-01-01T00 7 @2021-01-01T05',
      '2021-01-01T01 2 @2021-01-01T02',
      '2021-01-01T02 3 @2021-01-01T03',
    ]);
    expect(await versions('2021-01-01T04:00Z')).toHaveLength(3);
  });

  test('does not parse content again that was only touched, and reads a file again that was written', async () => {
    const path = await writeCsv('a.csv', '2021-01-01 00:00,a,1');
    await collectOnce(fileSpec(path));
    const before = await read(fileSpec(path));
    await utimes(path, 1, 1);
    const touched = await read(fileSpec(path));
    expect(touched.record.parsed).toEqual(before.record.parsed);
    expect(touched.record.stamp).not.toBe(before.record.stamp);
    await writeCsv('a.csv', '2021-01-01 00:00,a,2');
    await utimes(path, 1, 1);
    expect((await read(fileSpec(path))).record.rawSha256).not.toBe(before.record.rawSha256);
  });

  test('reports how far the reading is', async () => {
    const path = await writeCsv('a.csv', '2021-01-01 00:00,a,1');
    const done: number[] = [];
    const source = openSource(fileSpec(path));
    const context = { store, source, file: source.input as RawFile, threads: 1, logger: silentLogger };
    await readInput({ ...context, progress: (event) => done.push(event.done / (event.total ?? 0)) });
    expect(done).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  test('holds a version until its known-at', async () => {
    const path = join(folder, 'v.csv');
    await writeFile(path, 'time,value,seen\n2021-01-01,1,2021-01-02\n2021-01-01,2,2021-01-05\n');
    const spec = { name: 'file', path, time: 'time', value: 'value', knownAt: 'seen' };
    const first = await collectOnce(spec, { asOf: '2021-01-03' });
    expect(first).toMatchObject({ newRows: 1, heldRows: 1 });
    expect(await collectOnce(spec)).toMatchObject({
      asOf: '2021-01-05T00:00:00Z',
      newRows: 0,
      revisedRows: 1,
    });
    expect(await versions('2021-01-05')).toEqual([
      '2021-01-01T00 1 @2021-01-02T00',
      '2021-01-01T00 2 @2021-01-05T00',
    ]);
  });

  test('refuses an as-of after the present, a folder and a file that is not there', async () => {
    const path = await writeCsv('a.csv', '2021-01-01 00:00,a,1');
    await expect(collectOnce(fileSpec(path), { asOf: '2027-01-01' })).rejects.toThrow(
      /--as-of is "2027-01-01T00:00:00Z", but an instant up to the present hour/u,
    );
    await expect(collectOnce(fileSpec(folder))).rejects.toThrow(/cannot be read: .* is not a file/u);
    await expect(collectOnce(fileSpec(join(folder, 'no.csv')))).rejects.toThrow(
      /no\.csv cannot be read: ENOENT/u,
    );
  });
});

describe('resolveSource', () => {
  test('goes on with the source of the first collect and refuses another', async () => {
    expect((await resolveSource(store, undefined)).declaration.name).toBe('de35');
    const path = await writeCsv('a.csv', '2021-01-01 00:00,a,1');
    await collectOnce({ ...fileSpec(path), unit: 'MWh', delay: 3 });
    expect((await resolveSource(store, undefined)).declaration).toMatchObject({
      unit: 'MWh',
      defaultDelayHours: 3,
    });
    expect(
      (await resolveSource(store, { ...fileSpec(path), unit: 'MWh', delay: 9 })).declaration
        .defaultDelayHours,
    ).toBe(9);
    await expect(resolveSource(store, { name: 'de35' })).rejects.toThrow(
      /holds the data of file a\.csv, fixed at its first collect, but de35 \(the bundled rows\) was asked for.*--home/u,
    );
    await expect(resolveSource(store, { ...fileSpec(path), unit: 'GJ' })).rejects.toThrow(
      /but file a\.csv with another unit was asked for/u,
    );
  });
});
