/** Writes capi.csv: every function that the native library exports, and whether this package binds it. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { signatures } from '../src/engine/signatures.ts';
import { getLibrary } from '../src/library/index.ts';

/** Bound apart from the others, because its result is a text. */
const boundElsewhere = ['LGBM_GetLastError'];

const bound = new Set([...Object.keys(signatures), ...boundElsewhere]);
const symbols = execFileSync('nm', ['-D', '--defined-only', getLibrary()], { encoding: 'utf8' });
const functions = [...symbols.matchAll(/^\S+ T (LGBM_\w+)$/gm)].map(([, name = '']) => name).sort();
const lines = functions.map((name) => `${name},${bound.has(name) ? 'yes' : 'no'}`);
writeFileSync(path.join(import.meta.dirname, '..', 'capi.csv'), ['function,bound', ...lines, ''].join('\n'));
process.stdout.write(`${bound.size} of ${functions.length} functions are bound\n`);
