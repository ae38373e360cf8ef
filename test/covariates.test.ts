/** Covariates as a user meets them: a setting, a forecast that uses them, and one that goes on when they die. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WeatherServer } from '../packages/gridcast/src/collect/covariates/services/weather-server.fixture.ts';
import { hourOfMs } from '../packages/gridcast/src/core/index.ts';
import { runGridcast, writeMeters } from './run-gridcast.ts';

interface Quality {
  readonly name: string;
  readonly series: number;
  readonly lateHours: number | null;
}

interface RunJson {
  readonly note?: string;
  readonly steps: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly output: {
      readonly objectKey?: string;
      readonly version?: string;
      readonly covariates?: Json;
    };
  }[];
  readonly forecast: { readonly rows: number; readonly rungs: Readonly<Record<string, number>> };
}
type Json = unknown;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-covariates-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Hourly temperatures over `days` days from 2024-03-01 UTC. */
function writeTemperatures(file: string, days: number): void {
  const hours = Array.from({ length: days * 24 }, (_, hour) => {
    const at = new Date(Date.UTC(2024, 2, 1, hour)).toISOString();
    return `${at},${(8 + 5 * Math.sin(hour / 50)).toFixed(2)}`;
  });
  writeFileSync(file, `at,celsius\n${hours.join('\n')}\n`);
}

async function run(args: readonly string[]): Promise<RunJson> {
  const ended = await runGridcast([...args, '--json']);
  expect(ended.stderr).not.toContain('Error');
  expect(ended.exitCode).toBe(0);
  return JSON.parse(ended.stdout) as RunJson;
}

const outputOf = (report: RunJson, name: string): RunJson['steps'][number]['output'] =>
  report.steps.find((step) => step.name === name)?.output ?? {};

test('trees read covariates as of each origin, and a dead feed does not stop the forecast', async () => {
  const [temperatures, home] = [path.join(folder, 'temp.csv'), path.join(folder, 'home')];
  const source = writeMeters(path.join(folder, 'meters.csv'), { sites: 3, days: 25 });
  writeTemperatures(temperatures, 25);
  const config = path.join(folder, 'covariates.json');
  const temp = { name: 'temp', path: temperatures, time: 'at', value: 'celsius', delay: 1 };
  writeFileSync(config, JSON.stringify({ covariates: [temp] }));

  const printed = await runGridcast(['config', 'print', '--config', config, '--json']);
  expect(JSON.parse(printed.stdout)).toMatchObject({
    covariates: { value: [{ ...temp, source: 'file' }], origin: 'file' },
  });

  const day1 = ['--home', home, '--delay', '24', '--as-of', '2024-03-24T00:00Z'];
  const first = await run(['run', ...source, ...day1, '--config', config]);
  const quality = outputOf(first, 'features').covariates as readonly Quality[];
  expect(quality).toMatchObject([{ name: 'temp', series: 3, lateHours: 0 }]);
  const features = readModel(home, outputOf(first, 'train').version);
  expect(features).toContain('cov_temp_now_24_like');
  expect(first.forecast.rungs).toEqual({ model: 72 });

  rmSync(temperatures);
  const day2 = ['--home', home, '--delay', '24', '--as-of', '2024-03-25T12:00Z'];
  const second = await run(['run', ...day2]);
  expect(outputOf(second, 'collect').covariates).toMatchObject({
    covariates: [{ name: 'temp', problem: expect.stringContaining('temp.csv') as string }],
  });
  expect(outputOf(second, 'features').covariates).toMatchObject([{ name: 'temp', lateHours: 36 }]);
  expect(second.forecast.rungs).toEqual({ model: 72 });
});

describe('covariates of services', () => {
  const origin = '2024-03-24T00:00Z';
  const at = hourOfMs(Date.parse(origin));

  function configured(server: WeatherServer, name: string): string[] {
    const config = path.join(folder, `${name}.json`);
    const common = { baseUrl: server.url, from: '2024-03-01' };
    const covariates = [
      { name: 'temp', source: 'dmi', stations: ['06180'], ...common },
      { name: 'ahead', source: 'open-meteo', coordinates: [[55.68, 12.57]], ...common },
    ];
    writeFileSync(config, JSON.stringify({ covariates, train: { maxAgeHours: 1000 } }));
    const meters = writeMeters(path.join(folder, `${name}.csv`), { sites: 3, days: 27 });
    return [...meters, '--home', path.join(folder, name), '--delay', '24', '--config', config];
  }

  test('publish on when the services die, and the run says so', async () => {
    await using server = await new WeatherServer().start();
    server.temperature = (_, hour, ahead) => 8 + 5 * Math.sin(hour / 50) + ahead / 10;
    const flags = configured(server, 'dying');
    const first = await run(['run', ...flags, '--as-of', origin]);
    expect(first.note).toBeUndefined();
    expect(outputOf(first, 'features').covariates).toMatchObject([
      { name: 'temp', series: 3, lateHours: 0 },
      { name: 'ahead', series: 3, lateHours: 0 },
    ]);
    expect(first.forecast.rungs).toEqual({ model: 72 });
    const lineage = await runGridcast(['store', 'lineage', 'cov@1', '--home', path.join(folder, 'dying')]);
    expect(lineage.stdout).toMatch(/covariates in force: snapshot \d+: .* raw inputs/u);
    expect(lineage.stdout).toMatch(/raw input http:.*stationId=06180.*: \d+ bytes in raw/u);
    await server.stop();
    const second = await run(['run', ...flags, '--as-of', '2024-03-25T12:00Z']);
    expect(second.note).toMatch(
      /covariate temp is failing: .*; covariate ahead is failing: .*does not answer/u,
    );
    expect(outputOf(second, 'features').covariates).toMatchObject([
      { name: 'temp', lateHours: 36 },
      { name: 'ahead', lateHours: 0 },
    ]);
    expect(second.forecast.rungs).toEqual({ model: 72 });
  }, 120_000);

  test('give vectors that do not change a bit with what came after the origin', async () => {
    await using server = await new WeatherServer().start();
    const vectors = async (name: string, collectedAt: string): Promise<string | undefined> => {
      const flags = configured(server, name);
      await run(['collect', ...flags, '--as-of', collectedAt]);
      return outputOf(await run(['features', ...flags, '--as-of', origin]), 'features').objectKey;
    };
    const known = (_: string, hour: number, ahead: number): number => Math.sin(hour / 50) + ahead / 10;
    server.temperature = known;
    const reference = await vectors('then', origin);
    // an observation is known at its hour + 2, a forecast 12 hours after its issue
    server.temperature = (place, hour, ahead) =>
      hour + (ahead === 0 ? 2 : 12 - 24 * ahead) <= at ? known(place, hour, ahead) : -1e6 * hour;
    expect(await vectors('later', '2024-03-26T00:00Z')).toBe(reference);
    server.temperature = (place, hour, ahead) => known(place, hour, ahead) + (hour === at - 30 ? 1 : 0);
    expect(await vectors('other', origin)).not.toBe(reference);
  }, 120_000);
});

/** The names of the features that the trees of the newest model read. */
function readModel(home: string, version: string | undefined): string[] {
  const files = readdirSync(path.join(home, 'lake/models'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  expect(version).toBeDefined();
  const { members, covariates } = JSON.parse(texts[0] ?? '{}') as {
    members: { features: { name: string }[] }[];
    covariates: { name: string }[];
  };
  expect(covariates.map(({ name }) => name)).toEqual(['temp']);
  return members.flatMap((member) => member.features.map(({ name }) => name));
}
