export { LightGbmError, LightGbmUnavailableError, LightGbmUsageError } from './errors.ts';
export {
  findLibrary,
  lightGbmVersion,
  type FindLibraryOptions,
  type LibrarySearch,
} from './library/index.ts';
