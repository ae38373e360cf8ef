import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { findLibrary } from '@gridcast/lightgbm';
import { listFeedHealth } from '../../collect/index.ts';
import { GridcastError, hourOfMs, reasonOf } from '../../core/index.ts';
import { targetName } from '../../pipeline/index.ts';
import { countUndelivered, inspectStore, type StorePart } from '../../store/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { describeFreshness, freshnessOfHome } from '../monitor/freshness.ts';
import { storeSettings, withStore } from '../open-home.ts';

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do where it is not ok. */
  readonly remedy?: string;
  /** What it is where it is not ok; default: missing. */
  readonly label?: string;
}

export const command: Command = {
  summary: 'say what this machine has and lacks, and the next command',
  usage: 'doctor',
  examples: ['doctor', 'doctor --json'],
  flags: {},
  flagHelp: {},
  run: async (context) => {
    const home = resolve(context.settings.config.home);
    const places = await inspectStore(storeSettings(context.settings.config));
    const isReachable = places.every(({ fault }) => fault === undefined);
    const started = places.some(({ part, state }) => part === 'catalogue' && state === 'in use');
    const findings = [
      nodeFinding(),
      libraryFinding(),
      await homeFinding(home),
      ...places.map(placeFinding),
      dashboardFinding(),
      ...(isReachable && started
        ? [
            ...(await feedFindings(context)),
            await freshnessFinding(context),
            ...(await mlflowFindings(context)),
          ]
        : []),
    ];
    const next = isReachable ? (started ? 'gridcast serve' : 'gridcast run') : 'gridcast doctor';
    const lines = findings.flatMap(({ name, ok, detail, remedy, label = 'missing' }) => [
      `${(ok ? 'ok' : label).padEnd(7)}  ${name}: ${detail}`,
      ...(remedy === undefined ? [] : [`         ${remedy}`]),
    ]);
    return {
      json: { findings: findings.map((finding) => ({ ...finding })), next },
      text: [...lines, '', `Next: ${next}`].join('\n'),
    };
  },
};

/** What MLflow has still to be given; nothing where the environment names none. The server itself is not asked. */
async function mlflowFindings(context: CommandContext): Promise<Finding[]> {
  const name = 'MLflow';
  try {
    const target = context.mlflow();
    if (target === undefined) return [];
    const place = targetName(target);
    const pending = await withStore(context, ({ catalogue }) => countUndelivered(catalogue, place));
    if (pending === 0) return [{ name, ok: true, detail: `${place} has every trial` }];
    const detail = `${place} has not been given ${pending} trials`;
    return [{ name, ok: false, label: 'behind', detail, remedy: 'gridcast runs sync' }];
  } catch (thrown) {
    return [{ name, ok: false, detail: reasonOf(thrown) }];
  }
}

function placeFinding({ part, name, state, fault }: StorePart): Finding {
  if (fault === undefined) return { name: part, ok: true, detail: `${name}, ${state}` };
  return { name: part, ok: false, detail: name, remedy: reasonOf(fault) };
}

function nodeFinding(): Finding {
  return { name: 'Node', ok: true, detail: process.version };
}

function libraryFinding(): Finding {
  const library = findLibrary();
  if (library.kind === 'found') return { name: 'LightGBM', ok: true, detail: library.path };
  return {
    name: 'LightGBM',
    ok: false,
    detail: `${library.reason}; lower rungs of the ladder forecast meanwhile`,
    remedy: 'Install python3 with pip and libgomp1 (Debian) or libomp (macOS), then run npm run setup.',
  };
}

async function homeFinding(home: string): Promise<Finding> {
  const folder = existsSync(home) ? home : dirname(home);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { name: 'home', ok: true, detail: home };
  } catch {
    return {
      name: 'home',
      ok: false,
      detail: `${home} cannot be written`,
      remedy: 'Choose another folder with --home.',
    };
  }
}

/** The living feeds of the home, services of covariates among them. */
async function feedFindings(context: CommandContext): Promise<Finding[]> {
  try {
    const hour = hourOfMs(context.nowMs());
    const feeds = await withStore(context, (store) => listFeedHealth(store.catalogue, hour));
    return feeds.map(({ name, status, reason, dataUntilUtc, ageHours }) => {
      const newest =
        dataUntilUtc === null ? 'no value yet' : `values until ${dataUntilUtc}, ${ageHours} h old`;
      if (status === 'fresh') return { name: `feed ${name}`, ok: true, detail: newest };
      return { name: `feed ${name}`, ok: false, label: status, detail: newest, remedy: reason ?? '' };
    });
  } catch (thrown) {
    return [{ name: 'catalogue', ok: false, label: 'fault', detail: reasonOf(thrown) }];
  }
}

function dashboardFinding(): Finding {
  const built = existsSync(new URL('../../../../dashboard/dist/index.html', import.meta.url));
  if (built) return { name: 'dashboard', ok: true, detail: 'built' };
  return {
    name: 'dashboard',
    ok: false,
    detail: 'not built; the API serves without it',
    remedy: 'npm run setup',
  };
}

/** Whether the feed keeps its promise; a home that cannot be read says why. */
async function freshnessFinding(context: CommandContext): Promise<Finding> {
  try {
    const report = await freshnessOfHome(context);
    const ok = report.state === 'fresh';
    const remedy =
      'Collect again with gridcast run; gridcast monitor freshness shows which series are behind.';
    return {
      name: 'freshness',
      ok,
      label: report.state,
      detail: describeFreshness(report),
      ...(ok ? {} : { remedy }),
    };
  } catch (thrown) {
    if (!(thrown instanceof GridcastError)) throw thrown;
    return { name: 'freshness', ok: false, label: 'fault', detail: reasonOf(thrown) };
  }
}
