import {
  currentPlatform,
  fetchLibrary,
  findLibrary,
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
  const platform = currentPlatform();
  const found = findLibrary();
  if (platform === undefined || (found.kind === 'found' && found.source !== 'vendor')) {
    if (found.kind === 'missing') throw new Error(found.reason);
    loadLibrary(found.path);
    return undefined;
  }
  const target = vendoredLibraryPath(root, platform);
  const outcome = await fetchLibrary(platform, target);
  loadLibrary(target);
  return outcome === 'fetched' ? `fetched LightGBM ${lightGbmVersion} for ${platform}` : undefined;
}
