/** What the command line answers to wrong input: the exit code, the error's code, and a sentence that helps. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../packages/gridcast/src/cli/run-cli.ts';
import { openSqlEngine, quoteText } from '../packages/gridcast/src/store/index.ts';
import { writeMeters } from './run-gridcast.ts';

let folder: string;
let meters: string[];
let homes = 0;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-cli-'));
  meters = writeMeters(path.join(folder, 'meters.csv'), { sites: 1, days: 2 });
  writeFileSync(path.join(folder, 'broken.json'), '{ "train": ');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Answer {
  readonly exitCode: number;
  readonly code: string | undefined;
  readonly sentence: string;
}

async function answer(args: readonly string[], nowMs = () => Date.UTC(2024, 2, 10)): Promise<Answer> {
  let [stdout, stderr] = ['', ''];
  const home = args.includes('--home') ? [] : ['--home', path.join(folder, `home-${(homes += 1)}`)];
  const exitCode = await runCli({
    arguments: [...args, ...home],
    environment: {},
    workingFolder: folder,
    nowMs,
    network: { request: () => Promise.reject(new Error('offline')), sleep: () => Promise.resolve() },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal: new AbortController().signal,
  });
  const sentence = /^gridcast: (?<sentence>.*) \[(?<code>\w+)\]$/mu.exec(stderr)?.groups;
  if (exitCode !== 0) expect(stdout, 'results only').toBe('');
  return { exitCode, code: sentence?.['code'], sentence: sentence?.['sentence'] ?? '' };
}

function replaced(flags: readonly string[], flag: string, value: string): string[] {
  return flags.map((text, at) => (flags[at - 1] === flag ? value : text));
}

describe('gridcast', () => {
  test.each([
    ['an unknown command', ['predcit'], { exitCode: 2, code: 'USAGE_INVALID_VALUE' }, /predcit.*predict/u],
    ['an unknown flag', ['run', '--hoem', 'x'], { exitCode: 2, code: 'USAGE_COMMAND_LINE' }, /--hoem/u],
    [
      'an instant that is none',
      ['run', '--as-of', 'noon'],
      { exitCode: 2, code: 'USAGE_INVALID_VALUE' },
      /noon/u,
    ],
    ['a flag that is wanted', ['backtest'], { exitCode: 2, code: 'USAGE_MISSING_VALUE' }, /--origins/u],
    [
      'a broken settings file',
      ['run', '--config', 'broken.json'],
      { exitCode: 2, code: 'USAGE_CONFIG_FILE' },
      /broken\.json/u,
    ],
    [
      'a settings file that is not there',
      ['run', '--config', 'no.json'],
      { exitCode: 2, code: 'USAGE_CONFIG_FILE' },
      /no\.json/u,
    ],
    [
      'an unknown source',
      ['run', '--source', 'de36'],
      { exitCode: 2, code: 'COLLECT_SOURCE_UNKNOWN' },
      /de35/u,
    ],
    [
      'a source without its options',
      ['run', '--source', 'file'],
      { exitCode: 2, code: 'COLLECT_OPTIONS_INVALID' },
      /time/u,
    ],
    [
      'a home that is not there',
      ['forecast', '--out', 'f.csv'],
      { exitCode: 1, code: 'STORE_HOME_MISSING' },
      /--home/u,
    ],
  ] as const)('answers %s', async (_name, args, wanted, says) => {
    const answered = await answer(args);
    expect(answered).toMatchObject(wanted);
    expect(answered.sentence).toMatch(says);
  });

  test('answers bad data with exit code 3', async () => {
    const missing = replaced(meters, '--path', path.join(folder, 'none.csv'));
    expect(await answer(['run', ...missing])).toMatchObject({
      exitCode: 3,
      code: 'COLLECT_FILE_UNREADABLE',
    });
    const column = replaced(meters, '--value', 'kw');
    const answered = await answer(['run', ...column]);
    expect(answered).toMatchObject({ exitCode: 3, code: 'COLLECT_COLUMN_MISSING' });
    expect(answered.sentence).toContain('Did you mean "kwh"');
  });

  test('answers a column of a type that holds no values', async () => {
    const file = path.join(folder, 'nested.parquet');
    using engine = await openSqlEngine();
    await engine.run(
      `COPY (SELECT TIMESTAMP '2024-03-01' AS hour, 's1' AS site, [1.0] AS kwh) TO ${quoteText(file)} (FORMAT parquet)`,
    );
    const answered = await answer(['run', ...replaced(meters, '--path', file)]);
    expect(answered).toMatchObject({ exitCode: 3, code: 'COLLECT_COLUMN_TYPE' });
  });

  test('answers an unknown country', async () => {
    const answered = await answer(['run', '--home', path.join(folder, 'zz'), ...meters, '--country', 'ZZ']);
    expect(answered).toMatchObject({ exitCode: 2, code: 'FEATURES_UNKNOWN_COUNTRY' });
    expect(answered.sentence).toContain('DK');
  });

  test('answers a home that a newer release wrote', async () => {
    const home = path.join(folder, 'newer');
    expect(await answer(['collect', '--home', home, ...meters])).toMatchObject({ exitCode: 0 });
    const catalogue = new DatabaseSync(path.join(home, 'catalogue.sqlite'));
    catalogue.exec("UPDATE setting SET value = '999' WHERE name = 'schema_version'");
    catalogue.close();
    expect(await answer(['collect', '--home', home])).toMatchObject({
      exitCode: 1,
      code: 'STORE_HOME_NEWER',
    });
  });

  test('answers a fault of its own with exit code 1 and where it happened', async () => {
    const broken = (): number => {
      throw new Error('the clock stands still');
    };
    const answered = await answer(['collect', ...meters], broken);
    expect(answered).toMatchObject({
      exitCode: 1,
      code: 'INTERNAL_FAULT',
      sentence: 'the clock stands still',
    });
  });
});
