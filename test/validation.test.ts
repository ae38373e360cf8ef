/** Validation as a user meets it: suites in the configuration and the home, what stops and what warns, data docs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGridcast, writeMeters, type Ended } from './run-gridcast.ts';

let folder: string;
let meters: string[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-validation-'));
  meters = writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 16 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => path.join(folder, name);

function write(name: string, value: unknown): string {
  writeFileSync(file(name), JSON.stringify(value));
  return file(name);
}

function suite(on: string, type: string, kwargs: object, severity = 'critical'): object {
  return { name: `on ${on}`, on, expectations: [{ type, kwargs, severity }] };
}

interface Quality {
  readonly suites: readonly {
    readonly name: string;
    readonly expectations: readonly { readonly success: boolean }[];
  }[];
}

const qualityOf = ({ stdout }: Ended): Quality => (JSON.parse(stdout) as { quality: Quality }).quality;

describe('gridcast validate', { timeout: 300_000 }, () => {
  test('a stop ends the run each time it is tried, and the docs say why', async () => {
    const config = write('stop.json', {
      validate: {
        suites: [suite('observations', 'expect_column_max_to_be_between', { column: 'value', max_value: 1 })],
      },
    });
    const args = ['--home', file('stopped'), '--config', config, ...meters];
    for (const attempt of [1, 2]) {
      const ended = await runGridcast(['run', ...args]);
      expect(ended, `attempt ${attempt}`).toMatchObject({ exitCode: 3, stdout: '' });
      expect(ended.stderr).toMatch(
        /on observations: expect_column_max_to_be_between\(value\) \(1 place, first it is \d+.*VALIDATE_STOPPED/u,
      );
    }
    const documented = await runGridcast(['validate', '--docs', file('docs'), ...args]);
    expect(documented.exitCode).toBe(3);
    expect(readFileSync(file('docs/index.html'), 'utf8')).toMatch(/1 that must hold does not/u);
  });

  test('an imported suite is checked by every later run, on the raw input too, and a warning lets it go on', async () => {
    const home = ['--home', file('warned')];
    const raw = suite(
      'raw',
      'expect_column_values_to_match_regex',
      { column: 'kwh', regex: '^9' },
      'warning',
    );
    const imported = await runGridcast(['validate', ...home, '--import-suite', write('raw.json', raw)]);
    expect(imported).toMatchObject({ exitCode: 0 });
    const first = await runGridcast(['validate', ...home, ...meters, '--json']);
    expect(first.exitCode).toBe(0);
    expect(qualityOf(first).suites.map(({ name, expectations }) => [name, expectations.length])).toEqual([
      ['source', 14],
      ['on raw', 1],
    ]);
    const again = await runGridcast(['validate', ...home, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ steps: [{}, { name: 'validate', outcome: 'kept' }] });
    expect(qualityOf(again)).toEqual(qualityOf(first));
    expect(qualityOf(first).suites[1]?.expectations).toMatchObject([
      {
        success: false,
        considered: 768,
        examples: expect.arrayContaining([expect.objectContaining({ row: 0 })]) as unknown,
      },
    ]);
    await runGridcast(['validate', ...home, '--remove-suite', 'on raw']);
    const later = await runGridcast(['validate', ...home, '--json']);
    expect(qualityOf(later).suites.map(({ name }) => name)).toEqual(['source']);
  });

  test('a stop on vectors or training rows publishes nothing from them', async () => {
    for (const on of ['features', 'training']) {
      const config = write(`${on}.json`, {
        train: { maxRows: 1000 },
        validate: { suites: [suite(on, 'expect_table_row_count_to_equal', { value: 1 })] },
      });
      const args = ['--home', file(on), '--config', config, ...meters];
      expect(await runGridcast(['run', ...args])).toMatchObject({ exitCode: 3 });
      expect((await runGridcast(['run', ...args])).stderr).toMatch(/it is \d+.*VALIDATE_STOPPED/u);
      expect((await runGridcast(['models', 'list', '--home', file(on), '--json'])).stdout).toContain(
        '"items":[]',
      );
      const { stdout } = await runGridcast(['runs', 'list', '--home', file(on), '--json']);
      const { items } = JSON.parse(stdout) as { items: { trials: unknown[] }[] };
      // rows that must not be learnt from leave a training that failed
      const failed = {
        status: 'failed',
        modelVersion: null,
        message: expect.stringMatching(/^VALIDATE_STOPPED: /u),
      };
      expect(items[0]?.trials).toEqual(on === 'training' ? [expect.objectContaining(failed)] : []);
      expect(await runGridcast(['forecast', '--home', file(on)])).not.toMatchObject({ exitCode: 0 });
    }
  });

  test('an exported suite is one that can be checked and read back', async () => {
    const home = ['--home', file('exported')];
    await runGridcast(['collect', ...home, ...meters]);
    expect(await runGridcast(['validate', ...home, '--export-suite', file('source.json')])).toMatchObject({
      exitCode: 0,
    });
    const checked = await runGridcast(['validate', ...home, '--suite', file('source.json'), '--json']);
    expect(checked.exitCode).toBe(0);
    const { reports } = JSON.parse(checked.stdout) as { reports: { success: boolean }[] };
    expect(reports.map(({ success }) => success)).toEqual(Array.from({ length: 10 }, () => true));
    const unknown = await runGridcast(['validate', ...home, '--on', 'clouds']);
    expect(unknown).toMatchObject({ exitCode: 2 });
    expect(unknown.stderr).toContain('observations, versions, raw, features, training are known');
    const none = await runGridcast(['validate', ...home, '--on', 'features']);
    expect(none.stderr).toContain('VALIDATE_NO_RESULTS');
  });

  test('--prove prints a line a check', async () => {
    const proven = await runGridcast(['validate', '--prove']);
    expect(proven).toMatchObject({ exitCode: 0 });
    expect(proven.stdout).toMatch(/76 checks: each passes its clean sample and rejects its spoiled one/u);
  });
});
