import {
  currentPlatform,
  fetchLibrary,
  findLibrary,
  getLibrary,
  lightGbmVersion,
  loadLibrary,
  vendoredLibraryPath,
} from '@gridcast/lightgbm/library';

/**
 * Makes the LightGBM library available to this checkout and proves that it loads.
 *
 * @returns what was done, or nothing when the library was there already.
 */
export async function setUpLightGbm(root: string): Promise<string | undefined> {
  const found = findLibrary();
  if (found.kind === 'missing' && !found.isFetchable) throw new Error(`${found.reason}.`);
  const platform = currentPlatform();
  if (platform === undefined || (found.kind === 'found' && found.source !== 'vendor')) {
    loadLibrary(getLibrary());
    return undefined;
  }
  const target = vendoredLibraryPath(root, platform);
  const outcome = await fetchLibrary(platform, target);
  loadLibrary(target);
  return outcome === 'fetched' ? `fetched LightGBM ${lightGbmVersion} for ${platform}` : undefined;
}
