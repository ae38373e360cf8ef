/** The sources keep to the layer table of tools/layers.ts, and every rule of it can fail. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findViolations, layerOf, type Violation } from '../tools/architecture.ts';
import { layers, maxFileLines, systemFolder } from '../tools/layers.ts';
import { listTrackedFiles } from '../tools/tracked-files.ts';

const root = path.dirname(import.meta.dirname);
const tracked = listTrackedFiles(root);
const sources = tracked
  .filter((file) => /^packages\/[^/]+\/src\/.*\.tsx?$/u.test(file))
  .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));

function inSystem(folder: string, text: string): Violation['rule'][] {
  const file = { path: `${systemFolder}${folder}/planted.ts`, text };
  return findViolations([file]).map((violation) => violation.rule);
}

describe('the layer table', () => {
  test('holds for every source file', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(findViolations(sources)).toEqual([]);
  });

  test('ranks every folder of the system, once', () => {
    const folders = readdirSync(path.join(root, systemFolder), { withFileTypes: true });
    const ranked = layers.flat();
    expect(new Set(ranked).size).toBe(ranked.length);
    expect(folders.filter((f) => f.isDirectory() && !ranked.includes(f.name)).map((f) => f.name)).toEqual([]);
  });

  test('names the layer of a path', () => {
    expect(layerOf(`${systemFolder}store/lake/lake.ts`)).toBe('store');
    expect(layerOf(`${systemFolder}index.ts`)).toBeUndefined();
    expect(layerOf('packages/lightgbm/src/index.ts')).toBeUndefined();
  });
});

describe('a planted fault is found', () => {
  test.each([
    ['downward through the index', 'train', "import { x } from '../model/index.ts';", []],
    ['upward', 'core', "import { x } from '../store/index.ts';", ['layer']],
    ['same rank', 'features', "import type { X } from '../model/index.ts';", ['layer']],
    ['past the index', 'train', "import { x } from '../store/sql/engine.ts';", ['index']],
    ['a re-export past the index', 'train', "export * from '../store/sql/engine.ts';", ['index']],
    ['a dynamic import upward', 'store', "const m = await import('../cli/index.ts');", ['layer']],
    [
      'another package by path',
      'model',
      "import { x } from '../../../lightgbm/src/index.ts';",
      ['package-border'],
    ],
    ['a package out of its place', 'model', "import { Kysely } from 'kysely';", ['outside']],
    ['a subpath of a package out of its place', 'model', "import { cors } from 'hono/cors';", ['outside']],
    ['an unknown package', 'store', "import _ from 'lodash';", ['outside']],
    ['files in a pure layer', 'core', "import { readFileSync } from 'node:fs';", ['outside']],
    ['a harmless module of Node', 'core', "import { createHash } from 'node:crypto';", []],
    [
      'an import in a comment or a string',
      'core',
      "// import 'kysely'\nexport const s = \"import 'kysely'\";",
      [],
    ],
    ['the wall clock', 'predict', 'export const at = Date.now();', ['global']],
    ['the wall clock by new Date', 'predict', 'export const at = new Date();', ['global']],
    ['a date of a given instant', 'predict', 'export const at = new Date(0);', []],
    ['the environment', 'store', "export const home = process.env['HOME'];", ['global']],
    ['the environment by destructuring', 'store', 'const { env } = process;', ['global']],
    ['exit', 'pipeline', 'process.exit(1);', ['global']],
    ['console', 'train', "console.log('x');", ['global']],
    ['console by globalThis', 'train', "globalThis.console.log('x');", ['global']],
    ['randomness', 'model', 'export const r = Math.random();', ['global']],
    ['the network', 'collect', "await fetch('http://127.0.0.1/');", ['global']],
    [
      'the network as a default',
      'collect',
      'export function get({ fetcher = fetch }) { return fetcher; }',
      ['global'],
    ],
    ['an injected fetch', 'collect', 'export const get = (fetch: (u: string) => void) => fetch("x");', []],
    ['a file too long', 'core', '\n'.repeat(maxFileLines + 1), ['length']],
  ] as const)('%s', (_name, folder, text, rules) => {
    expect(inSystem(folder, text)).toEqual(rules);
  });

  test('in the native binding: it knows no gridcast', () => {
    const text = "import { x } from 'gridcast';\nimport { y } from '../../gridcast/src/core/index.ts';";
    const found = findViolations([{ path: 'packages/lightgbm/src/planted.ts', text }]);
    expect(found.map((violation) => violation.rule)).toEqual(['outside', 'package-border']);
  });

  test('in the dashboard: it sees only its own files', () => {
    const text = "import type { x } from '../../gridcast/src/serve/index.ts';\nimport 'node:fs';";
    const found = findViolations([{ path: 'packages/dashboard/src/planted.tsx', text }]);
    expect(found.map((violation) => violation.rule)).toEqual(['package-border', 'outside']);
  });

  test('in a folder without a rank', () => {
    const text = "import { x } from '../novel/index.ts';";
    expect(() => inSystem('cli', text)).toThrow(/novel has no rank/u);
  });

  test('unless it is a test that uses the clock', () => {
    const path = `${systemFolder}core/time.test.ts`;
    expect(findViolations([{ path, text: "import { test } from 'vitest';\nDate.now();" }])).toEqual([]);
  });
});

describe('tracked files', () => {
  const text = tracked
    .filter((file) => !/\.(parquet|png|ico|woff2?|gz|so|db|sqlite)$/u.test(file))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));

  test('name no path of a machine', () => {
    const machinePath = new RegExp(
      ['/work/', '/root/', '/home/\\w+/', '/Users/\\w+/', '/opt/n24'].join('|'),
      'u',
    );
    const found = text.filter(
      (file) => file.path !== 'test/architecture.test.ts' && machinePath.test(file.text),
    );
    expect(text.length).toBeGreaterThan(50);
    expect(found.map((file) => file.path)).toEqual([]);
  });

  test('name no host of a package registry', () => {
    const hosts = [
      'registry.npmjs',
      'pypi.',
      'pythonhosted',
      'deb.debian',
      'crates.io',
      'proxy.golang',
      'repo1.maven',
    ];
    const found = text.filter((file) => hosts.some((host) => file.text.includes(host)));
    expect(found.map((file) => file.path).filter((file) => file !== 'test/architecture.test.ts')).toEqual([]);
  });

  test('stay under the length cap, tests aside', () => {
    const code = text.filter((file) => /(?<!\.test)\.(?:tsx?|py|js)$/u.test(file.path));
    const long = code.filter((file) => file.text.split('\n').length - 1 > maxFileLines);
    expect(
      long.filter((file) => !/^\/[/*]+ *@?generated/iu.test(file.text)).map((file) => file.path),
    ).toEqual([]);
  });
});
