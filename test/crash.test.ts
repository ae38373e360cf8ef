/** A cycle that is killed at any write ends, when it is run again, with the bytes of an undisturbed one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lakeContents, runGridcast, writeMeters } from './run-gridcast.ts';

let folder: string;
let flags: string[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-crash-'));
  flags = writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 8 });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('gridcast run', () => {
  test(
    'ends with the same bytes after a kill at any write and a second run',
    { timeout: 300_000 },
    async () => {
      const undisturbed = path.join(folder, 'undisturbed');
      expect(await runGridcast(['run', '--home', undisturbed, ...flags])).toMatchObject({ exitCode: 0 });
      const wanted = lakeContents(undisturbed);
      expect(Object.keys(wanted).some((file) => file.startsWith('forecasts'))).toBe(true);

      let killAt = 1;
      // two at a time, until one survives because it has fewer writes
      while (!(await Promise.all([killAt, killAt + 1].map((n) => survives(n, wanted)))).includes(true))
        killAt += 2;
      expect(killAt).toBeGreaterThan(20);
    },
  );
});

/** Whether a run in a new home gets to its end before its n-th write; if not, its second run must mend it. */
async function survives(killAt: number, wanted: ReturnType<typeof lakeContents>): Promise<boolean> {
  const home = path.join(folder, `killed-at-${killAt}`);
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
