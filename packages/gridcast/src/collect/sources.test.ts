import { describe, expect, test } from 'vitest';
import { openSource } from './sources.ts';

const file = { name: 'file', path: 'x.csv', time: 't', value: 'v' };

describe('openSource', () => {
  test('refuses names and options that mean nothing, and says what would', () => {
    const refusals: readonly (readonly [Parameters<typeof openSource>[0], RegExp])[] = [
      [{ name: 'de36' }, /no source "de36"\. The sources are "de35", "file"/u],
      [{ name: 'de35', path: 'x' }, /source "de35" cannot be used: options: .*path/u],
      [{ name: 'file', time: 't', value: 'v' }, /path: --path is wanted/u],
      [{ ...file, timezone: 'Mars/Olympus' }, /timezone: no time zone of this name/u],
      [{ ...file, country: 'Denmark' }, /country: two capital letters/u],
      [{ ...file, delay: -1 }, /delay: whole hours from 0 on/u],
      [{ ...file, colour: 1 }, /colour/u],
      [{ ...file, keys: 'a,p50' }, /key column "p50" has a name that forecast files use/u],
      [{ ...file, keys: ['Actual'] }, /key column "Actual"/u],
      [{ ...file, keys: 'a,A' }, /keys: "A" is already used by --keys/u],
      [{ ...file, keys: 'v' }, /keys: "v" is already used by --value/u],
      [{ ...file, keys: 'a,,b' }, /keys: a name is empty/u],
    ];
    for (const [spec, says] of refusals) {
      expect(() => openSource(spec), JSON.stringify(spec)).toThrow(says);
    }
  });

  test('exits with 2 for a reserved key', () => {
    expect(() => openSource({ ...file, keys: 'rung' })).toThrow(
      expect.objectContaining({ kind: expect.objectContaining({ exitCode: 2 }) as unknown }),
    );
  });

  test('declares the 3 areas and 38 consumer types of de35 with one code each', () => {
    const { keys, country, unit } = openSource({ name: 'de35' }).declaration;
    expect([country, unit]).toEqual(['DK', 'kWh']);
    expect(keys.map((key) => [key.name, new Set(key.values?.map((value) => value.code)).size])).toEqual([
      ['area', 3],
      ['consumer_type', 38],
    ]);
    const types = keys[1]?.values ?? [];
    expect(types.every((type) => type.text === String(type.code))).toBe(true);
    expect(types.filter((type) => type.official).map((type) => type.code)).toEqual([
      111, 112, 119, 121, 122, 123,
    ]);
  });
});
