/** A living feed from the command line: forecasts while it lives, and once it is dead. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EdsServer, industryDataset } from '../packages/gridcast/src/collect/feed/eds-server.fixture.ts';
import { hourOfMs, isoOfHour } from '../packages/gridcast/src/core/index.ts';
import { lakeContents, runGridcast, type Ended } from './run-gridcast.ts';

const AS_OF = hourOfMs(Date.UTC(2026, 5, 1, 9));
const DATASET = 'ConsumptionDK3619IndustryHour';

let folder: string;
let server: EdsServer;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-living-'));
  // one training is enough here
  writeFileSync(path.join(folder, 'settings.json'), '{"train": {"maxAgeHours": 1000}}');
  server = await new EdsServer().start();
  const hours = { firstHour: AS_OF - 24 * 165, endHour: AS_OF - 470 };
  server.datasets.set(DATASET, industryDataset(hours, ['A', 'CA', 'JB_JC', 'PR']));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function gridcast(command: string, hour: number, ...more: readonly string[]): Promise<Ended> {
  const home = path.join(folder, 'home');
  const flags = ['--home', home, '--config', path.join(folder, 'settings.json'), '--json'];
  return runGridcast([command, ...flags, '--as-of', isoOfHour(hour), ...more]);
}

interface Report {
  readonly note?: string;
  readonly forecast: { readonly rows: number; readonly rungs: Readonly<Record<string, number>> } | null;
  readonly steps: readonly {
    readonly name: string;
    readonly output: { readonly feed?: { readonly status: string } };
  }[];
}

function reported(ended: Ended): Report {
  expect(ended.exitCode, ended.stderr).toBe(0);
  return JSON.parse(ended.stdout) as Report;
}

describe('gridcast run --source eds:…', () => {
  test('ends a history that was killed again and again with the very objects of an undisturbed one', async () => {
    await using cut = await new EdsServer().start();
    cut.datasets.set(DATASET, industryDataset({ firstHour: AS_OF - 24 * 165, endHour: AS_OF - 470 }));
    // months never come whole: 165 days are halved until they do
    cut.maxWholeRows = 3 * 24 * 30;
    const collect = (home: string, environment = {}): Promise<Ended> => {
      const flags = [
        '--source',
        `eds:${DATASET}`,
        '--base-url',
        cut.url,
        '--from',
        isoOfHour(AS_OF - 24 * 165),
      ];
      const at = ['--home', path.join(folder, home), '--as-of', isoOfHour(AS_OF), '--json'];
      return runGridcast(['collect', ...flags, ...at], environment);
    };
    expect((await collect('undisturbed')).exitCode).toBe(0);
    const kills = [3, 12, 7];
    for (const write of kills) {
      const killed = await collect('killed', { GRIDCAST_KILL_AT_WRITE: String(write) });
      expect(killed.signal, killed.stdout).toBe('SIGKILL');
    }
    expect((await collect('killed')).exitCode).toBe(0);
    expect(lakeContents(path.join(folder, 'killed'))).toEqual(lakeContents(path.join(folder, 'undisturbed')));
  }, 120_000);

  test('publishes while the feed lives, asks it once an interval, and publishes on when it is dead', async () => {
    const flags = [
      '--source',
      `eds:${DATASET}`,
      '--base-url',
      server.url,
      '--from',
      isoOfHour(AS_OF - 24 * 160),
    ];
    const first = reported(await gridcast('run', AS_OF, ...flags));
    expect(first.forecast).toMatchObject({ rows: 4 * 24, rungs: { model: 4 * 24 } });
    expect(first.note).toBeUndefined();
    expect(server.requests).toHaveLength(2);

    const second = reported(await gridcast('run', AS_OF + 1));
    expect(second.note).toMatch(/no request/u);
    expect(second.forecast?.rows).toBe(4 * 24);
    expect(server.requests).toHaveLength(2);

    await server.stop();
    const dead = await gridcast('run', AS_OF + 30);
    expect(reported(dead).note).toMatch(/is failing: .*does not answer/u);
    expect(reported(dead).forecast?.rows).toBe(4 * 24);
    expect(reported(dead).steps[0]?.output.feed?.status).toBe('failing');
    expect(dead.stderr).toMatch(/"msg":"feed is not fresh"/u);

    const doctor = await runGridcast(['doctor', '--home', path.join(folder, 'home')]);
    expect(doctor.stdout).toMatch(/failing {2}feed eds:ConsumptionDK3619IndustryHour: values until/u);
  }, 240_000);
});
