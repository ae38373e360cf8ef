/** Materialised vectors and their watermark move together: a kill at any write leaves both where they were, or both onward. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hourOfMs } from '../packages/gridcast/src/core/index.ts';
import {
  findWatermark,
  openSqlEngine,
  openStore,
  readParquet,
  snapshotFiles,
} from '../packages/gridcast/src/store/index.ts';
import { lakeContents, runGridcast, writeMeters } from './run-gridcast.ts';

const DATASET = 'vectors/next_day@1/0h';
const FIRST = hourOfMs(Date.UTC(2024, 2, 9));
const DAY = 24;

let folder: string;
let started: string;

const command = (home: string, lastDay: number): string[] => [
  'store',
  'materialise',
  '--home',
  home,
  '--as-of',
  '2024-03-16T00:00Z',
  '--origins',
  `2024-03-09T00:00Z..2024-03-${lastDay}T00:00Z/24h`,
];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-materialise-'));
  started = path.join(folder, 'started');
  const meters = writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 15 });
  for (const args of [
    ['collect', '--home', started, ...meters, '--as-of', '2024-03-16T00:00Z'],
    command(started, 10),
  ]) {
    const { exitCode, stderr } = await runGridcast(args);
    expect(exitCode, stderr).toBe(0);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('gridcast store materialise', { timeout: 300_000 }, () => {
  test('goes on from the watermark, and does nothing where all is there', async () => {
    const home = copy('onward');
    expect(await state(home)).toEqual({ watermark: FIRST + DAY, last: FIRST + DAY, rows: 2 * 2 * 24 });
    expect((await runGridcast(command(home, 13))).stdout).toMatch(/144 rows of 3 origins added/u);
    const wanted = { watermark: FIRST + 4 * DAY, last: FIRST + 4 * DAY, rows: 5 * 2 * 24 };
    expect(await state(home)).toEqual(wanted);
    expect((await runGridcast(command(home, 13))).stdout).toMatch(/Nothing to do/u);
    expect(await state(home)).toEqual(wanted);
  });

  test('survives a kill at any write: rows and watermark agree, and a second run ends with the same bytes', async () => {
    const undisturbed = copy('undisturbed');
    await runGridcast(command(undisturbed, 13));
    const wanted = { contents: lakeContents(undisturbed), state: await state(undisturbed) };
    let killed = 0;
    for (let killAt = 1; ; killAt += 1) {
      const home = copy(`killed-at-${killAt}`);
      const ended = await runGridcast(command(home, 13), { GRIDCAST_KILL_AT_WRITE: String(killAt) });
      if (ended.exitCode === 0) break;
      expect(ended.signal, ended.stderr).toBe('SIGKILL');
      killed += 1;
      const { watermark, last, rows } = await state(home);
      expect(watermark, ended.stderr).toBe(last);
      expect([2 * 2 * 24, 5 * 2 * 24]).toContain(rows);
      expect((await runGridcast(command(home, 13))).exitCode).toBe(0);
      expect({ contents: lakeContents(home), state: await state(home) }, ended.stderr).toEqual(wanted);
    }
    expect(killed).toBeGreaterThan(5);
  });
});

function copy(name: string): string {
  const home = path.join(folder, name);
  cpSync(started, home, { recursive: true });
  return home;
}

/** The watermark, the last origin that is published, and how many rows are. */
async function state(home: string) {
  await using store = await openStore({ home });
  using engine = await openSqlEngine({ threads: 1 });
  const paths: string[] = [];
  for (const { object_key: key } of await snapshotFiles(store.catalogue, { dataset: DATASET })) {
    paths.push(await store.lake.localPath(key));
  }
  const [row] = await engine.rows<{ last: number; rows: number }>(
    `SELECT max(epoch(origin_utc) / 3600)::INTEGER AS last, count(*)::INTEGER AS rows FROM ${readParquet(paths)}`,
  );
  return { watermark: await findWatermark(store.catalogue, DATASET), last: row?.last, rows: row?.rows ?? 0 };
}
