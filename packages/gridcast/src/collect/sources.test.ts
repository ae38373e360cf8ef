import { describe, expect, test } from 'vitest';
import { openSource } from './sources.ts';

const eds = { name: 'eds:ConsumptionDK3619IndustryHour' };
const file = { name: 'file', path: 'x.csv', time: 't', value: 'v' };

describe('openSource', () => {
  test('refuses names and options that mean nothing, and says what would', () => {
    const refusals: readonly (readonly [Parameters<typeof openSource>[0], RegExp])[] = [
      [{ name: 'de36' }, /no source "de36"\. The sources are "de35", "file", "eds"/u],
      [{ name: 'de35', path: 'x' }, /source "de35" cannot be used: options: .*path/u],
      [{ name: 'file', time: 't', value: 'v' }, /path: --path is wanted/u],
      [{ name: 'eds:consumptionGridArea' }, /no living dataset .*Did you mean "ConsumptionGridAreaHour"/u],
      [{ name: 'eds' }, /no living dataset "".*Write it as --source eds:Consumption/u],
      [{ name: 'eds:ConsumptionIndustry' }, /was retired.*successor is ConsumptionConsumerCategoryHour/u],
      [{ ...eds, from: 'then' }, /from: --from is the first hour wanted/u],
      [{ ...eds, baseUrl: 'ftp://x' }, /baseUrl: --base-url is an http/u],
      [{ ...eds, baseUrl: 'http://user:secret@x' }, /baseUrl: --base-url is .* without a user name/u],
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

  test('exits with 2 for a dataset that is retired or unknown', () => {
    const code = (name: string): unknown => {
      try {
        return openSource({ name });
      } catch (thrown) {
        return thrown;
      }
    };
    const kind = expect.objectContaining({ exitCode: 2 }) as unknown;
    expect(code('eds:ConsumptionPerGridarea')).toMatchObject({ code: 'COLLECT_FEED_RETIRED', kind });
    expect(code('eds:Nothing')).toMatchObject({ code: 'COLLECT_FEED_UNKNOWN', kind });
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
