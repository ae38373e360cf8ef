export { fetchLibrary, type FetchOutcome } from './fetch-library.ts';
export {
  findLibrary,
  getLibrary,
  vendoredLibraryPath,
  type FindLibraryOptions,
  type LibrarySearch,
} from './find-library.ts';
export { loadLibrary } from './load-library.ts';
export {
  currentPlatform,
  lightGbmVersion,
  pinnedLibraries,
  type PinnedLibrary,
  type Platform,
} from './pinned-library.ts';
