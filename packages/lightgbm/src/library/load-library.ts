import koffi, { type LibraryHandle } from 'koffi';
import { LightGbmUnavailableError } from '../errors.ts';

const openMpRemedy =
  process.platform === 'darwin'
    ? 'Install the OpenMP runtime: brew install libomp.'
    : 'Install the OpenMP runtime: apt-get install libgomp1 (or your distribution’s libgomp).';

/**
 * Loads a LightGBM library into this process.
 *
 * @throws LightGbmUnavailableError when the loader refuses it, most often for want of the OpenMP runtime.
 */
export function loadLibrary(libraryPath: string): LibraryHandle {
  try {
    return koffi.load(libraryPath);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LightGbmUnavailableError(`${libraryPath} cannot be loaded (${reason})`, remedyFor(reason));
  }
}

function remedyFor(reason: string): string {
  if (/libg?omp/.test(reason)) return openMpRemedy;
  if (/GLIBC|musl/.test(reason)) return 'Use a system with glibc 2.28 or newer.';
  return 'Run setup again, or let GRIDCAST_LIGHTGBM_LIBRARY name a working library.';
}
