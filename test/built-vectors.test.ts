import { assert, asyncProperty, constantFrom, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { createCalendar } from '../packages/gridcast/src/features/index.ts';
import { loadSpine, loadVersions } from '../packages/gridcast/src/features/testing/panel-relation.ts';
import { randomSpine, randomVersions } from '../packages/gridcast/src/features/testing/random-panel.ts';
import { openSqlEngine, type SqlEngine } from '../packages/gridcast/src/store/index.ts';
import {
  buildVectors,
  readSpine,
  takeVectors,
  type BuiltVectors,
  type SpineKeys,
} from '../packages/gridcast/src/train/index.ts';

const SPRING = 457_104;
const calendar = createCalendar('DK');
const groups = ['core', 'sun', 'cal', 'day', 'near', 'long', 'key'];

test('a spine takes the vectors that it would get alone, however the build was cut up', async () => {
  using engine = await openSqlEngine();
  await assert(
    asyncProperty(
      nat(1_000_000),
      constantFrom(0, 30),
      constantFrom(1, 2, 3),
      async (seed, delayHours, share) => {
        const panel = { seed, seriesCount: 3, startHour: SPRING, hours: 800, delayHours, irregular: true };
        await loadVersions(engine, 5, randomVersions(panel));
        await loadSpine(engine, randomSpine(panel, 60));
        await engine.run(
          `CREATE OR REPLACE TABLE part AS SELECT * FROM spine WHERE (series + target + origin) % ${share} = 0`,
        );
        const build = (
          spine: string,
          limits?: { laneHours: number; chunkRows: number },
        ): Promise<BuiltVectors> =>
          buildVectors({ engine, spine, delayHours, calendar, groups, ...(limits && { limits }) });
        const taken = takeVectors(
          await build('spine', { laneHours: 1, chunkRows: 5 }),
          await readSpine(engine, 'part'),
        );
        expect(taken).toEqual(await build('part'));
        expect(taken.vectors.linear['series']?.length).toBe(await rowsOf(engine, 'part'));
      },
    ),
    { numRuns: 12 },
  );
});

test('a row that was not built is a fault', async () => {
  using engine = await openSqlEngine();
  const panel = { seed: 1, seriesCount: 2, startHour: SPRING, hours: 400, delayHours: 0, irregular: false };
  await loadVersions(engine, 5, randomVersions(panel));
  await loadSpine(engine, randomSpine(panel, 60));
  const built = await buildVectors({ engine, spine: 'spine', delayHours: 0, calendar, groups });
  const { series, target, origin } = built.vectors.linear as SpineKeys;
  const later = { series, origin, target: target.map((hour) => hour + 1000) };
  expect(() => takeVectors(built, later)).toThrow(/No vector was built of series/);
});

async function rowsOf(engine: SqlEngine, table: string): Promise<number> {
  const [row] = await engine.rows<{ n: number }>(`SELECT CAST(count(*) AS INTEGER) AS n FROM ${table}`);
  return row?.n ?? -1;
}
