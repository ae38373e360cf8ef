import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { lightGbmVersion } from '../../src/index.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

/** A Python that can import the same release of LightGBM as this package binds, or nothing. */
export function findPython(): string | undefined {
  const probe = `import lightgbm, sys; sys.exit(lightgbm.__version__ != '${lightGbmVersion}')`;
  return [path.join(root, '.venv/bin/python'), 'python3'].find(
    (python) => spawnSync(python, ['-c', probe]).status === 0,
  );
}

/** What to do when there is none; stands in the name of what is skipped. */
export const pythonRemedy = `needs: python3 -m venv .venv && .venv/bin/pip install lightgbm==${lightGbmVersion}`;
