/** The registry: the promotion gate on real trainings, the model card, and versions whose object is lost. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGridcast, succeed, writeMeters } from './run-gridcast.ts';

interface Trained {
  readonly version: string;
  readonly gate: { readonly promote: boolean; readonly reasons: readonly string[] };
}

const HOUR_MS = 3_600_000;
let folder: string;
let home: string;
let meters: string[];
let first: Trained;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gridcast-registry-'));
  home = path.join(folder, 'home');
  const settings = path.join(folder, 'few-rows.json');
  writeFileSync(settings, JSON.stringify({ train: { maxRows: 1000 } }));
  meters = [...writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 20 }), '--config', settings];
  first = await trainAt('2024-03-20T00:00Z');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function gridcast(...args: string[]): Promise<string> {
  return succeed([...args, '--home', home]);
}

async function trainAt(asOf: string): Promise<Trained> {
  const text = await gridcast('train', '--as-of', asOf, '--json', ...meters);
  const { steps } = JSON.parse(text) as { steps: { name: string; output: Trained }[] };
  return steps.find(({ name }) => name === 'train')?.output as Trained;
}

async function versionOf(alias: string): Promise<string> {
  return (JSON.parse(await gridcast('models', 'show', alias, '--json')) as Trained).version;
}

/** From an instant on, or between two, the file's values follow no pattern: revisions of what was known before. */
function scramble(from: number, { level = 10, spread = 90, until = Infinity } = {}): void {
  const file = path.join(folder, 'meters.csv');
  const lines = readFileSync(file, 'utf8').split('\n');
  const scrambled = lines.map((line) => {
    const [at = '', site] = line.split(',');
    const ms = Date.parse(at);
    if (!(ms >= from && ms < until)) return line;
    const hour = ms / HOUR_MS + Number(site?.slice(1)) * 7919;
    const noise = Math.abs(Math.sin(hour * 12.9898) * 43_758.5453) % 1;
    return `${at},${site},${(level + spread * noise).toFixed(2)}`;
  });
  writeFileSync(file, scrambled.join('\n'));
}

describe('the registry', { timeout: 120_000 }, () => {
  test('promotes the first model, and its card says what it is, how it did and how to make it again', async () => {
    expect(first.gate).toEqual({ promote: true, reasons: ['there was no champion'] });
    const out = path.join(folder, 'card.md');
    await gridcast('models', 'card', 'champion', '--out', out);
    const markdown = readFileSync(out, 'utf8');
    const card = JSON.parse(await gridcast('models', 'card', first.version, '--json')) as Record<
      string,
      never
    >;
    expect(card).toMatchObject({
      version: first.version,
      trainedAsOfUtc: '2024-03-20T00:00:00Z',
      keyNames: ['site'],
      series: 2,
      made: { seed: 1, maxRows: 1000 },
      artefact: { state: 'whole' },
      aliases: [{ alias: 'champion', isInForce: true }],
      hardest: [{ key: 'site' }, { key: 'site' }],
    });
    for (const said of [first.version, 'naive\\_168', 'there was no champion', 'gridcast train --as-of'])
      expect(markdown).toContain(said);
  });

  test('refuses a challenger that errs more where both were scored, and does not train again at once', async () => {
    scramble(Date.UTC(2024, 2, 14));
    const refused = await trainAt('2024-03-21T00:00Z');
    expect(refused.gate.promote, refused.gate.reasons.join()).toBe(false);
    expect(await versionOf('champion')).toBe(first.version);
    expect(await versionOf('challenger')).toBe(refused.version);
    const card = JSON.parse(await gridcast('models', 'card', 'challenger', '--json')) as {
      aliases: { reason: string }[];
    };
    expect(card.aliases[0]?.reason).toContain(`refused: ${refused.gate.reasons[0]}`);
    expect(await trainAt('2024-03-21T01:00Z')).toEqual({ reason: 'the newest model is fresh enough' });
  });

  test('promotes by hand what the gate refused, and rolls back', async () => {
    const challenger = await versionOf('challenger');
    await gridcast('models', 'promote', 'challenger', '--reason', 'the feed changed');
    expect(await versionOf('champion')).toBe(challenger);
    await gridcast('models', 'rollback', '--reason', 'it did not');
    expect(await versionOf('champion')).toBe(first.version);
    const again = await runGridcast(['models', 'rollback', '--reason', 'try', '--home', home]);
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no champion before it') });
  });

  test.each([
    ['altered', (file: string) => writeFileSync(file, '{}')],
    ['missing', (file: string) => rmSync(file)],
  ])('says that the object of a version is %s, and does not promote it', async (state, spoil) => {
    const before = JSON.parse(await gridcast('models', 'card', 'challenger', '--json')) as {
      artefact: { objectKey: string };
    };
    spoil(path.join(home, 'lake', before.artefact.objectKey));
    expect(await gridcast('models', 'card', 'challenger')).toContain(`**The model's object is ${state}.**`);
    const shown = await gridcast('models', 'show', 'challenger');
    expect(shown).toContain(`${before.artefact.objectKey} (${state})`);
    expect(shown).toMatch(/^ensemble +– +\d\.\d{3} /mu);
    const promote = ['models', 'promote', 'challenger', '--reason', 'try', '--home', home, '--json'];
    const { exitCode, stderr, stdout } = await runGridcast(promote);
    expect(exitCode).toBe(1);
    expect(`${stderr}${stdout}`).toContain(`STORE_OBJECT_${state.toUpperCase()}`);
    expect(await versionOf('champion')).toBe(first.version);
  });
});

test(
  'trains anew where published forecasts err more than the model promised',
  { timeout: 120_000 },
  async () => {
    home = path.join(folder, 'degrading');
    const settings = path.join(folder, 'old-models.json');
    writeFileSync(settings, JSON.stringify({ train: { maxRows: 1000, maxAgeHours: 1000 } }));
    meters = [...writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 20 }), '--config', settings];
    // copying the day before is all but exact from here on, and a model that learnt waves is not
    scramble(Date.UTC(2024, 2, 16), { level: 50, spread: 0.2 });
    for (const asOf of ['2024-03-17T00:00Z', '2024-03-18T00:00Z'])
      await gridcast('run', '--as-of', asOf, ...meters);
    expect(await trainAt('2024-03-18T01:00Z')).toMatchObject({
      reason: expect.stringMatching(/^the champion's published forecasts err \d+\.\d\d times as much/u),
    });
  },
);

describe('a champion that is weeks old', { timeout: 120_000 }, () => {
  test.each([
    [
      'and worse gives way',
      undefined,
      true,
      /beats both naives and compares with the champion's 0\.\d+ on 7 common/u,
    ],
    [
      'stays where the challenger learnt noise',
      Date.UTC(2024, 3, 3),
      false,
      /does not beat copying the day before/u,
    ],
  ])('%s: both are scored on the days that neither had seen', async (_, until, promote, reason) => {
    home = path.join(folder, `aged-${promote}`);
    const settings = path.join(folder, 'few-rows.json');
    meters = [...writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 45 }), '--config', settings];
    if (until !== undefined) scramble(Date.UTC(2024, 2, 20), { until });
    const told = await gridcast('train', '--as-of', '2024-03-20T00:00Z', ...meters);
    expect(told).toContain('due because there is no champion');
    expect(told).toMatch(/^ensemble +– +\d\.\d{3} /mu);
    const { gate } = await trainAt('2024-04-10T00:00Z');
    expect(gate).toEqual({ promote, reasons: [expect.stringMatching(reason)] });
  });
});
