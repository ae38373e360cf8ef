import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { findLibrary } from '@gridcast/lightgbm';
import { GridcastError, reasonOf } from '../../core/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { describeFreshness, freshnessOfHome } from '../monitor/freshness.ts';

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do where it is not ok. */
  readonly remedy?: string;
}

export const command: Command = {
  summary: 'say what this machine has and lacks, and the next command',
  usage: 'doctor',
  examples: ['doctor', 'doctor --json'],
  flags: {},
  flagHelp: {},
  run: async (context) => {
    const { settings } = context;
    const home = resolve(settings.config.home);
    const started = existsSync(`${home}/catalogue.sqlite`);
    const findings = [
      nodeFinding(),
      libraryFinding(),
      await homeFinding(home),
      dashboardFinding(),
      ...(started ? [await feedFinding(context)] : []),
    ];
    const next = started ? 'gridcast serve' : 'gridcast run';
    const lines = findings.flatMap(({ name, ok, detail, remedy }) => [
      `${ok ? 'ok     ' : 'missing'}  ${name}: ${detail}`,
      ...(remedy === undefined ? [] : [`         ${remedy}`]),
    ]);
    return {
      json: { findings: findings.map((finding) => ({ ...finding })), next },
      text: [...lines, '', `Next: ${next}`].join('\n'),
    };
  },
};

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
async function feedFinding(context: CommandContext): Promise<Finding> {
  try {
    const report = await freshnessOfHome(context);
    const ok = report.state === 'fresh';
    const remedy =
      'Collect again with gridcast run; gridcast monitor freshness shows which series are behind.';
    return { name: 'feed', ok, detail: describeFreshness(report), ...(ok ? {} : { remedy }) };
  } catch (thrown) {
    if (!(thrown instanceof GridcastError)) throw thrown;
    return { name: 'feed', ok: false, detail: reasonOf(thrown) };
  }
}
