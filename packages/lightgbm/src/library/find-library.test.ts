import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findLibrary, vendoredLibraryPath } from './find-library.ts';
import { currentPlatform } from './pinned-library.ts';

const root = mkdtempSync(path.join(tmpdir(), 'lightgbm-find-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('findLibrary', () => {
  test('obeys the environment alone once it is set', () => {
    const file = path.join(root, 'own.so');
    writeFileSync(file, '');
    const environment = { GRIDCAST_LIGHTGBM_LIBRARY: file };
    expect(findLibrary({ environment })).toEqual({ kind: 'found', path: file, source: 'environment' });
    const missing = findLibrary({ environment: { GRIDCAST_LIGHTGBM_LIBRARY: '/no/such.so' } });
    expect(missing).toMatchObject({
      kind: 'missing',
      reason: 'GRIDCAST_LIGHTGBM_LIBRARY names /no/such.so, which does not exist',
    });
  });

  test.skipIf(currentPlatform() === undefined)('finds the nearest .vendor folder upwards', () => {
    const startDirectory = path.join(root, 'a', 'b');
    mkdirSync(startDirectory, { recursive: true });
    expect(findLibrary({ environment: {}, startDirectory })).toMatchObject({ kind: 'missing' });

    const file = vendoredLibraryPath(root, currentPlatform() ?? 'linux-x64');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
    expect(findLibrary({ environment: {}, startDirectory })).toEqual({
      kind: 'found',
      path: file,
      source: 'vendor',
    });
  });
});
