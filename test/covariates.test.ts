/** Covariates as a user meets them: a setting, a forecast that uses them, and one that goes on when they die. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runGridcast, writeMeters } from './run-gridcast.ts';

interface Quality {
  readonly name: string;
  readonly series: number;
  readonly lateHours: number | null;
}

interface RunJson {
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
