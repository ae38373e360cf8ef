/** Fetches the official library out of the pinned Python wheel; needs `python3` with `pip`, and the network. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { LightGbmUnavailableError } from '../errors.ts';
import { lightGbmVersion, pinnedLibraries, type PinnedLibrary, type Platform } from './pinned-library.ts';

const run = promisify(execFile);
const pythonRemedy = 'Install python3 with pip, make the package index reachable, and run setup again.';

/** Whether a fetch had to download, or found the right bytes in place. */
export type FetchOutcome = 'fetched' | 'present';

/**
 * Puts the official library of a platform at a path, with its licence beside it, checking the hashes of wheel and library.
 *
 * The file appears whole or not at all; when the right bytes are there already, nothing is fetched.
 * @throws LightGbmUnavailableError when Python, pip or the wheel cannot be had, or a hash differs.
 */
export async function fetchLibrary(platform: Platform, targetPath: string): Promise<FetchOutcome> {
  const pinned = pinnedLibraries[platform];
  if (existsSync(targetPath) && (await sha256Of(targetPath)) === pinned.librarySha256) return 'present';
  const folder = path.dirname(targetPath);
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(path.join(folder, '.fetch-'));
  try {
    const wheel = await downloadWheel(pinned, scratch);
    await runPython(['-m', 'zipfile', '-e', wheel, scratch]);
    const library = path.join(scratch, 'lightgbm', 'lib', pinned.fileName);
    await expectHash(library, pinned.librarySha256);
    await rename(licenceIn(scratch), path.join(folder, 'LICENSE'));
    await rename(library, targetPath);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return 'fetched';
}

async function downloadWheel(pinned: PinnedLibrary, scratch: string): Promise<string> {
  const wanted = ['--no-deps', '--only-binary=:all:', '--platform', pinned.wheelTag];
  const quiet = ['--quiet', '--disable-pip-version-check'];
  const requirement = `lightgbm==${lightGbmVersion}`;
  await runPython(['-m', 'pip', 'download', ...wanted, ...quiet, '--dest', scratch, requirement]);
  const name = (await readdir(scratch)).find((entry) => entry.endsWith('.whl'));
  if (name === undefined) throw new LightGbmUnavailableError('pip brought no wheel', pythonRemedy);
  const wheel = path.join(scratch, name);
  await expectHash(wheel, pinned.wheelSha256);
  return wheel;
}

function licenceIn(scratch: string): string {
  return path.join(scratch, `lightgbm-${lightGbmVersion}.dist-info`, 'licenses', 'LICENSE');
}

async function runPython(args: readonly string[]): Promise<void> {
  try {
    await run('python3', args);
  } catch (error) {
    throw new LightGbmUnavailableError(pythonFailure(error), pythonRemedy);
  }
}

function pythonFailure(error: unknown): string {
  const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
  if (code === 'ENOENT') return 'python3 was not found';
  const lastLine = stderr?.trim().split('\n').at(-1);
  return `python3 failed (${lastLine === undefined || lastLine === '' ? message : lastLine})`;
}

async function expectHash(file: string, expected: string): Promise<void> {
  const actual = await sha256Of(file);
  if (actual === expected) return;
  const reason = `${path.basename(file)} has sha256 ${actual}, but ${expected} is pinned`;
  throw new LightGbmUnavailableError(reason, 'Check which package index pip is set to use.');
}

async function sha256Of(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
