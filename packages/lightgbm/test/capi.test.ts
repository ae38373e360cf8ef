import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { signatures } from '../src/engine/signatures.ts';
import { getLibrary, loadLibrary } from '../src/library/index.ts';

const rows = readFileSync(path.join(import.meta.dirname, '..', 'capi.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const listed = rows.map(([name = '']) => name);

test('capi.csv names the functions that are bound (npm run capi writes it anew)', () => {
  const bound = rows.filter(([, isBound]) => isBound === 'yes').map(([name]) => name);
  expect(bound).toEqual([...Object.keys(signatures), 'LGBM_GetLastError'].sort());
  expect(listed.length).toBeGreaterThan(90);
});

test('the library exports every function of capi.csv', () => {
  const library = loadLibrary(getLibrary());
  expect(() => library.func('int LGBM_NoSuchFunction()')).toThrow();
  for (const name of listed) expect(() => library.func(`int ${name}()`), name).not.toThrow();
});
