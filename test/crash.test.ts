/** A cycle that is killed at any write ends, when it is run again, with the bytes of an undisturbed one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lakeContents, runGridcast, writeMeters } from './run-gridcast.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-crash-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('gridcast run', { timeout: 600_000 }, () => {
  test('ends with the same bytes after a kill at any write and a second run', async () => {
    const flags = writeMeters(path.join(folder, 'a-week.csv'), { sites: 2, days: 8 });
    const { writes, kinds } = await killEverywhere('a-week', flags, 1);
    expect(kinds).toContain('forecasts');
    expect(writes).toBeGreaterThan(20);
  });

  test('and where it trains a model', async () => {
    const settings = path.join(folder, 'few-rows.json');
    writeFileSync(settings, JSON.stringify({ train: { maxRows: 1000 } }));
    const meters = writeMeters(path.join(folder, 'a-fortnight.csv'), { sites: 2, days: 16 });
    // the writes before this one come before training and are those of the test above
    const { writes, kinds } = await killEverywhere('a-fortnight', [...meters, '--config', settings], 25);
    expect(kinds).toContain('models');
    expect(writes).toBeGreaterThan(30);
  });
});

/** Kills runs at every write from the given one on; says how many writes there are and what kinds of object they made. */
async function killEverywhere(name: string, flags: readonly string[], from: number) {
  const undisturbed = path.join(folder, name);
  expect(await runGridcast(['run', '--home', undisturbed, ...flags])).toMatchObject({ exitCode: 0 });
  const wanted = lakeContents(undisturbed);

  async function survives(killAt: number): Promise<boolean> {
    const home = path.join(folder, `${name}-killed-at-${killAt}`);
    const command = ['run', '--home', home, ...flags];
    const killed = await runGridcast(command, { GRIDCAST_KILL_AT_WRITE: String(killAt) });
    if (killed.exitCode === 0) return true;
    expect(killed.signal, `write ${killAt}: ${killed.stderr}`).toBe('SIGKILL');
    const again = await runGridcast(command);
    expect(again.exitCode, `after ${killed.stderr}: ${again.stderr}`).toBe(0);
    expect(lakeContents(home), `after ${killed.stderr}`).toEqual(wanted);
    rmSync(home, { recursive: true });
    return false;
  }

  let writes = from;
  // two at a time, until one survives because it has fewer writes
  while (!(await Promise.all([writes, writes + 1].map(survives))).includes(true)) writes += 2;
  return { writes, kinds: Object.keys(wanted).map((file) => file.split(path.sep)[0]) };
}
