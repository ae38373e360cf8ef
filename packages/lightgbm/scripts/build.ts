/** Makes `dist`, the folder that is published: plain JavaScript, types, and a package.json that points at them. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pinnedLibraries } from '../src/library/index.ts';

interface Manifest {
  readonly version: string;
  readonly publishConfig: { readonly exports: unknown };
  readonly [field: string]: unknown;
}

const root = path.dirname(import.meta.dirname);
const dist = path.join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
execFileSync('npx', ['tsc', '--project', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
copyFileSync(path.join(root, 'README.md'), path.join(dist, 'README.md'));
copyFileSync(path.join(root, '../../LICENSE'), path.join(dist, 'LICENSE'));
writeFileSync(path.join(dist, 'package.json'), `${JSON.stringify(publishedManifest(), undefined, 2)}\n`);

/** As in the sources, but with the built files, without scripts, and with the packages that carry the library. */
function publishedManifest(): object {
  const text = readFileSync(path.join(root, 'package.json'), 'utf8');
  const { scripts: _, publishConfig, ...manifest } = JSON.parse(text) as Manifest;
  const platforms = Object.keys(pinnedLibraries).map((platform) => `@gridcast/lightgbm-${platform}`);
  return {
    ...manifest,
    exports: publishConfig.exports,
    optionalDependencies: Object.fromEntries(platforms.map((name) => [name, manifest.version])),
  };
}
