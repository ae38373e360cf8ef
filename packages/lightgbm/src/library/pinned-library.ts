/** Which LightGBM this package is made for, and where its official builds come from. */

/** The LightGBM release whose C API this package binds. */
export const lightGbmVersion = '4.7.0';

/** A platform for which the official Python wheel carries a library. */
export type Platform = 'linux-x64' | 'linux-arm64' | 'darwin-arm64' | 'darwin-x64';

/** One official build: how pip names its platform, and what its bytes must hash to. */
export interface PinnedLibrary {
  /** The tag that `pip download --platform` takes. */
  readonly wheelTag: string;
  readonly wheelSha256: string;
  readonly librarySha256: string;
  readonly fileName: 'lib_lightgbm.so' | 'lib_lightgbm.dylib';
}

/** The official builds, taken from the published wheels of `lightgbm==4.7.0`. */
export const pinnedLibraries: Readonly<Record<Platform, PinnedLibrary>> = {
  'linux-x64': {
    wheelTag: 'manylinux_2_28_x86_64',
    wheelSha256: 'd23e922acd891e77212e4d0fbcee9ba973c96dee479491341d05ba595357ebb7',
    librarySha256: '573d57e8a2c6290c2271b99b87afa7a802e796eafc9e8d66aefa0913cbc1616a',
    fileName: 'lib_lightgbm.so',
  },
  'linux-arm64': {
    wheelTag: 'manylinux2014_aarch64',
    wheelSha256: 'd4529acec5c6fefe4768302a529707d0ead90f6a6f42df694b856212e09695b8',
    librarySha256: '05ec49bad350009b9debd36769ef1cced2132cd93abfe3fe0b8aa116c4388052',
    fileName: 'lib_lightgbm.so',
  },
  'darwin-arm64': {
    wheelTag: 'macosx_12_0_arm64',
    wheelSha256: '129535462686f274df179133643118c5c5c5667167fe6c3a28d955f0b3c8e868',
    librarySha256: 'bc392db609d97730a9ed2acec7a56529b356c03dfad39bebf689523fed7dff18',
    fileName: 'lib_lightgbm.dylib',
  },
  'darwin-x64': {
    wheelTag: 'macosx_10_15_x86_64',
    wheelSha256: 'dfc1cfe8e760387be1e7ba7a214688be21fdff96e4ed9749188f83e1877c2477',
    librarySha256: 'a1ed021c00bffbc3fdf8e18944a9ae89b26bf299d81976a35680fec3e1bb7ac5',
    fileName: 'lib_lightgbm.dylib',
  },
};

/** The platform of this process, or nothing when LightGBM publishes no build for it. */
export function currentPlatform(): Platform | undefined {
  const name = `${process.platform}-${process.arch}`;
  return Object.hasOwn(pinnedLibraries, name) ? (name as Platform) : undefined;
}
