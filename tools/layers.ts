/**
 * The one table of what may import what: layers, outside packages and globals, each with its place.
 * `test/architecture.test.ts` checks the sources against it; `tools/architecture-graph.ts` draws it.
 */

/** A thing from outside and the path prefixes (from the repository's root) that may use it. */
export interface Place {
  readonly name: string;
  readonly allowed: readonly string[];
}

/** Where the layered sources live. */
export const systemFolder = 'packages/gridcast/src/';

/** Folders of the system, lowest rank first; a folder imports from lower ranks only, never from its own rank. */
export const layers: readonly (readonly string[])[] = [
  ['core'],
  ['config', 'store'],
  ['collect', 'validate', 'features', 'model'],
  ['train', 'predict', 'monitor'],
  ['pipeline'],
  ['serve'],
  ['cli'],
];

/** Packages from outside; one that is not listed may be used nowhere. */
export const outsidePackages: readonly Place[] = [
  { name: 'zod', allowed: [systemFolder] },
  { name: '@duckdb/node-api', allowed: [`${systemFolder}store/`] },
  { name: 'apache-arrow', allowed: [`${systemFolder}store/export/`] },
  { name: 'flydrive', allowed: [`${systemFolder}store/`] },
  ...['@google-cloud/storage', '@aws-sdk/client-s3'].map((name) => ({
    name,
    allowed: [`${systemFolder}store/lake/buckets.ts`, `${systemFolder}store/testing/`],
  })),
  { name: 'pg', allowed: [`${systemFolder}store/catalogue/open-postgres.ts`] },
  { name: 'kysely', allowed: [`${systemFolder}store/`] },
  { name: 'node:sqlite', allowed: [`${systemFolder}store/`] },
  {
    name: '@gridcast/lightgbm',
    allowed: ['model', 'train', 'predict', 'pipeline', 'cli'].map((folder) => `${systemFolder}${folder}/`),
  },
  { name: 'croner', allowed: [`${systemFolder}pipeline/`] },
  { name: 'hono', allowed: [`${systemFolder}serve/`] },
  { name: '@hono/node-server', allowed: [`${systemFolder}serve/`] },
  { name: '@hono/zod-openapi', allowed: [`${systemFolder}serve/`] },
  { name: 'pino', allowed: [`${systemFolder}cli/logger.ts`] },
  { name: 'koffi', allowed: ['packages/lightgbm/src/'] },
  { name: '@observablehq/plot', allowed: ['packages/dashboard/src/'] },
  { name: '@tanstack/react-query', allowed: ['packages/dashboard/src/'] },
  { name: 'react', allowed: ['packages/dashboard/src/'] },
  { name: 'react-dom', allowed: ['packages/dashboard/src/'] },
];

/** Packages that only tests may import, wherever they stand. */
export const testPackages: readonly string[] = ['vitest', 'fast-check'];

/** Node's own modules that reach outside the process, and the folders that may. */
export const reachingModules: readonly Place[] = [
  'node:child_process',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:net',
  'node:os',
  'node:process',
].map((name) => ({
  name,
  allowed: [
    ...['store', 'collect', 'pipeline', 'serve', 'cli'].map((folder) => `${systemFolder}${folder}/`),
    'packages/lightgbm/src/',
  ],
}));

/** Globals that make a result depend on more than its arguments, and the one place of each. */
export const globalPlaces: readonly Place[] = [
  { name: 'console', allowed: [] },
  { name: 'Math.random', allowed: [] },
  { name: 'Date.now', allowed: [`${systemFolder}cli/main.ts`, 'packages/dashboard/src/'] },
  { name: 'new Date()', allowed: [`${systemFolder}cli/main.ts`, 'packages/dashboard/src/'] },
  { name: 'performance.now', allowed: [`${systemFolder}cli/`, 'packages/lightgbm/src/worker/'] },
  { name: 'fetch', allowed: [`${systemFolder}cli/main.ts`, 'packages/dashboard/src/api/'] },
  {
    name: 'process.env',
    // the binding's own switch, and OpenMP's, which must be set before the library is loaded
    allowed: [`${systemFolder}cli/`, 'packages/lightgbm/src/'],
  },
  { name: 'process.exit', allowed: [`${systemFolder}cli/main.ts`] },
  { name: 'process.exitCode', allowed: [`${systemFolder}cli/main.ts`] },
  { name: 'process.argv', allowed: [`${systemFolder}cli/main.ts`] },
  { name: 'process.cwd', allowed: [`${systemFolder}cli/main.ts`] },
  { name: 'process.stdout', allowed: [`${systemFolder}cli/`] },
  { name: 'process.stderr', allowed: [`${systemFolder}cli/`] },
  // is a lease's holder alive; the crash harness's SIGKILL at a chosen write; and a worker's own end when its sweep is gone
  {
    name: 'process.kill',
    allowed: [
      `${systemFolder}store/catalogue/lease-holder.ts`,
      `${systemFolder}store/write-points.ts`,
      `${systemFolder}train/tuning/fold-worker.ts`,
    ],
  },
];

/** The longest source file, in lines. */
export const maxFileLines = 400;
