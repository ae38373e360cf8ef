/** Makes `dist-platforms`: one package a platform that holds nothing but the official library and its licence. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fetchLibrary, lightGbmVersion, pinnedLibraries, type Platform } from '../src/library/index.ts';

const root = path.dirname(import.meta.dirname);
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };

for (const platform of Object.keys(pinnedLibraries) as Platform[]) {
  const { fileName } = pinnedLibraries[platform];
  const folder = path.join(root, 'dist-platforms', platform);
  const [os, cpu] = platform.split('-');
  const manifest = {
    name: `@gridcast/lightgbm-${platform}`,
    version,
    description: `The official LightGBM ${lightGbmVersion} library for ${platform}`,
    license: 'MIT',
    os: [os],
    cpu: [cpu],
    ...(os === 'linux' && { libc: ['glibc'] }),
    files: [fileName, 'LICENSE'],
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const outcome = await fetchLibrary(platform, path.join(folder, fileName));
  process.stdout.write(`${platform}: ${outcome}\n`);
}
