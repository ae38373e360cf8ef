/** Every code of the error table is thrown somewhere, proved by a test, and well formed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCatalogue } from '../packages/gridcast/src/core/index.ts';
import { exampleSentence } from '../tools/error-reference.ts';
import { listTrackedFiles } from '../tools/tracked-files.ts';

const root = path.dirname(import.meta.dirname);
const codes = Object.keys(errorCatalogue);
const typescript = listTrackedFiles(root).filter((file) => /^(packages|test)\/.*\.tsx?$/u.test(file));
const isTest = (file: string): boolean => /\.test\.tsx?$/u.test(file);

/** Codes that no test provokes, each with its reason. */
const unprovoked: Readonly<Record<string, string>> = {};

function textOf(files: readonly string[]): string {
  return files.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
}

/** What stands in quotes and looks like a code; a mention in a comment does not count. */
function codesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/'(?<code>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/gu)].map((m) => m[1] ?? ''));
}

describe('the error table', () => {
  test('holds only codes that the sources throw', () => {
    const table = 'packages/gridcast/src/core/errors/';
    const sources = typescript.filter((file) => !isTest(file) && !file.startsWith(table));
    expect(sources.length).toBeGreaterThan(30);
    const thrown = codesIn(textOf(sources));
    expect(codes.filter((code) => !thrown.has(code))).toEqual([]);
  });

  test('holds only codes that some test names, or whose sentence it quotes', () => {
    const self = path.relative(root, import.meta.filename);
    const tests = textOf(typescript.filter((file) => isTest(file) && file !== self));
    const named = codesIn(tests);
    const proved = (code: string): boolean =>
      named.has(code) || ownPhrases(code).some((phrase) => tests.includes(phrase));
    expect(codes.filter((code) => !proved(code) && unprovoked[code] === undefined)).toEqual([]);
    expect(Object.keys(unprovoked).filter((code) => proved(code) || !codes.includes(code))).toEqual([]);
  });

  test('names codes AREA_WHAT and answers each with a legal exit code and HTTP status', () => {
    for (const [code, entry] of Object.entries(errorCatalogue)) {
      expect(code).toMatch(/^[A-Z]+(?:_[A-Z0-9]+)+$/u);
      expect([1, 2, 3], code).toContain(entry.exitCode);
      expect(entry.httpStatus, code).toBeGreaterThanOrEqual(400);
      expect(entry.httpStatus, code).toBeLessThan(600);
    }
  });

  test('gives every code a sentence of its facts', () => {
    for (const [code, entry] of Object.entries(errorCatalogue)) {
      const sentence = exampleSentence(entry);
      expect(sentence.length, code).toBeGreaterThan(20);
      expect(sentence, code).not.toMatch(/undefined|NaN|\[object/u);
    }
  });
});

/** Runs of three words of a code's sentence that stand in no other code's sentence. */
function ownPhrases(code: string): string[] {
  const others = codes.filter((other) => other !== code).flatMap(phrasesOf);
  return phrasesOf(code).filter((phrase) => !others.includes(phrase));
}

function phrasesOf(code: string): string[] {
  const entry = Object.entries(errorCatalogue).find(([name]) => name === code)?.[1];
  const words = (entry === undefined ? '' : exampleSentence(entry)).split(' ');
  const runs = words.map((_word, at) => words.slice(at, at + 3));
  return runs
    .filter((run) => run.length === 3 && !run.some((word) => word.includes('‹')))
    .map((run) => run.join(' '));
}
