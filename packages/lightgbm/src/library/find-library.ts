import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { LightGbmUnavailableError } from '../errors.ts';
import { currentPlatform, lightGbmVersion, pinnedLibraries, type Platform } from './pinned-library.ts';

/** Where the library was found, or why it was not. */
export type LibrarySearch =
  | {
      readonly kind: 'found';
      readonly path: string;
      readonly source: 'environment' | 'package' | 'vendor';
    }
  | {
      readonly kind: 'missing';
      readonly reason: string;
      /** Whether fetching the official library into `.vendor` would help. */
      readonly isFetchable: boolean;
    };

/** What the search looks at; each has the real thing as its default. */
export interface FindLibraryOptions {
  /** Default: this process's environment; only `GRIDCAST_LIGHTGBM_LIBRARY` is read. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where the walk up to a `.vendor` folder starts. Default: the folder of this package. */
  readonly startDirectory?: string;
}

/** The path of the library under a root that holds a `.vendor` folder. */
export function vendoredLibraryPath(root: string, platform: Platform): string {
  const { fileName } = pinnedLibraries[platform];
  return path.join(root, '.vendor', 'lightgbm', lightGbmVersion, platform, fileName);
}

/**
 * Finds the native library without loading it.
 *
 * Order: the file named by `GRIDCAST_LIGHTGBM_LIBRARY` (which alone counts once set), the installed package
 * `@gridcast/lightgbm-<platform>`, then `.vendor/lightgbm/<version>/<platform>` in the nearest folder upwards.
 */
export function findLibrary(options: FindLibraryOptions = {}): LibrarySearch {
  const { environment = process.env, startDirectory = import.meta.dirname } = options;
  const named = environment['GRIDCAST_LIGHTGBM_LIBRARY'];
  if (named !== undefined && named !== '') {
    return existsSync(named)
      ? { kind: 'found', path: path.resolve(named), source: 'environment' }
      : missing(`GRIDCAST_LIGHTGBM_LIBRARY names ${named}, which does not exist`);
  }
  const platform = currentPlatform();
  if (platform === undefined) {
    return missing(
      `LightGBM ${lightGbmVersion} has no official build for ${process.platform}-${process.arch}`,
    );
  }
  return (
    findInPackage(platform) ??
    findUpwards(startDirectory, platform) ?? {
      kind: 'missing',
      isFetchable: true,
      reason: `neither the package @gridcast/lightgbm-${platform} nor a .vendor folder holds the library`,
    }
  );
}

/**
 * Finds the native library as {@link findLibrary} does.
 *
 * @throws LightGbmUnavailableError when there is none.
 */
export function getLibrary(): string {
  const found = findLibrary();
  if (found.kind === 'found') return found.path;
  throw new LightGbmUnavailableError(
    found.reason,
    'Run npm run setup, install the package for your platform, or let GRIDCAST_LIGHTGBM_LIBRARY name the library.',
  );
}

function missing(reason: string): LibrarySearch {
  return { kind: 'missing', reason, isFetchable: false };
}

function findInPackage(platform: Platform): LibrarySearch | undefined {
  const request = `@gridcast/lightgbm-${platform}/${pinnedLibraries[platform].fileName}`;
  try {
    return { kind: 'found', path: createRequire(import.meta.url).resolve(request), source: 'package' };
  } catch {
    return undefined; // Not installed, which is the usual case.
  }
}

function findUpwards(startDirectory: string, platform: Platform): LibrarySearch | undefined {
  const candidate = vendoredLibraryPath(startDirectory, platform);
  if (existsSync(candidate)) return { kind: 'found', path: candidate, source: 'vendor' };
  const parent = path.dirname(startDirectory);
  return parent === startDirectory ? undefined : findUpwards(parent, platform);
}
