import { assert, asyncProperty, boolean, constantFrom, integer, nat, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSqlEngine, type SqlEngine } from '../store/index.ts';
import type { BuildLimits } from './build.ts';
import { createCalendar } from './calendar/index.ts';
import { anchorNames, featureColumns } from './columns.ts';
import { naiveFeatures } from './oracle/naive-features.ts';
import { buildFeatures } from './testing/feature-table.ts';
import { loadSpine, loadVersions, type SpineRow, type Version } from './testing/panel-relation.ts';
import { randomNumbers, randomSpine, randomVersions, type RandomPanel } from './testing/random-panel.ts';
import type { Link } from './view/links.ts';
import { rowColumns } from './view/rows.ts';

const names = [
  ...rowColumns,
  ...anchorNames,
  ...featureColumns.map(({ name }) => name).filter((name) => name !== 'series' && name !== 'lead'),
];

/** 2022-02-23T00Z: a month before a change of the clock, with Easter, May and Ascension after it. */
const SPRING = 457_104;
/** 2022-10-04T00Z: before the change back, with Christmas after it. */
const AUTUMN = 462_456;

const panels = record({
  seed: nat(1_000_000),
  seriesCount: integer({ min: 1, max: 4 }),
  startHour: constantFrom(SPRING, AUTUMN, AUTUMN + 37),
  hours: constantFrom(30, 400, 1500, 2600),
  delayHours: constantFrom(0, 0, 5, 24, 216, 504),
  irregular: boolean(),
});
const links: readonly Link[] = ['log', 'linear'];
const countries = constantFrom('DK', 'US', undefined);

interface Built {
  readonly rows: readonly SpineRow[];
  readonly columns: Readonly<Record<string, Float64Array>>;
}

interface BuildCase {
  readonly versions: readonly Version[];
  readonly spine: readonly SpineRow[];
  readonly delayHours: number;
  readonly country?: string | undefined;
  /** Default: log. */
  readonly link?: Link;
  readonly limits?: BuildLimits;
}

async function build(engine: SqlEngine, one: BuildCase): Promise<Built> {
  await loadVersions(engine, 5, one.versions);
  await loadSpine(engine, one.spine);
  const table = await buildFeatures(engine, {
    spine: 'spine',
    delayHours: one.delayHours,
    link: one.link ?? 'log',
    calendar: createCalendar(one.country),
    outputTable: 'built',
    ...(one.limits === undefined ? {} : { limits: one.limits }),
  });
  const { columns, rows } = await engine.numbers(`SELECT * FROM ${table}`);
  const at = (name: string, i: number): number => columns[name]?.[i] ?? Number.NaN;
  return {
    rows: Array.from({ length: rows }, (_, i) => ({
      series: at('series', i),
      target: at('target', i),
      origin: at('origin', i),
    })),
    columns,
  };
}

const nameOf = (row: SpineRow): string => `${row.series} ${row.target} ${row.origin}`;

function rowFilter(rows: readonly SpineRow[]): (row: SpineRow) => boolean {
  const kept = new Set(rows.map(nameOf));
  return (row) => kept.has(nameOf(row));
}

function unique(rows: readonly SpineRow[]): SpineRow[] {
  return [...new Map(rows.map((row) => [nameOf(row), row])).values()];
}

/** The columns of some rows, or of all. */
function rowsOf(built: Built, keep: (row: SpineRow) => boolean = () => true): Record<string, number[]> {
  const kept = built.rows.flatMap((row, i) => (keep(row) ? [i] : []));
  return Object.fromEntries(names.map((name) => [name, kept.map((i) => built.columns[name]?.[i] ?? -1)]));
}

describe('buildFeatures', () => {
  test('gives every declared column and nothing else', async () => {
    using engine = await openSqlEngine();
    const built = await build(engine, {
      versions: [{ series: 0, hour: SPRING, value: 1, knownHour: SPRING + 1 }],
      spine: [{ series: 0, target: SPRING + 30, origin: SPRING + 24 }],
      delayHours: 0,
    });
    expect(Object.keys(built.columns)).toEqual(names);
  });

  test('equals the row-by-row oracle on random panels', async () => {
    using engine = await openSqlEngine();
    await assert(
      asyncProperty(panels, countries, async (panel, country) => {
        await expectOracle(engine, panel, country);
      }),
      { numRuns: 30, seed: 20230114 },
    );
  });

  test('equals the oracle over more than a year', async () => {
    using engine = await openSqlEngine();
    for (const irregular of [false, true]) {
      const panel = {
        seed: 8,
        seriesCount: 3,
        startHour: AUTUMN - 8800,
        hours: 11_000,
        delayHours: 30,
        irregular,
      };
      await expectOracle(engine, panel, 'DK');
    }
  });

  test.each(links)(
    'does not change a bit with threads, batches, other series or other rows (%s)',
    async (link) => {
      const panel = {
        seed: 5,
        seriesCount: 4,
        startHour: SPRING,
        hours: 1700,
        delayHours: 5,
        irregular: true,
      };
      const versions = randomVersions(panel);
      const spine = randomSpine(panel, 60);
      const one = { versions, spine, delayHours: 5, country: 'DK', link };
      const outcomes: Built[] = [];
      for (const threads of [1, 2, 4]) {
        using engine = await openSqlEngine({ threads });
        outcomes.push(await build(engine, one));
      }
      using engine = await openSqlEngine();
      outcomes.push(await build(engine, { ...one, limits: { laneHours: 100, chunkRows: 7 } }));
      const [reference] = outcomes as [Built];
      for (const outcome of outcomes) expect(rowsOf(outcome)).toEqual(rowsOf(reference));
      const isAsked = rowFilter(spine);
      const allLeads = spine.flatMap((row) =>
        Array.from({ length: 24 }, (_, lead) => ({ ...row, target: row.origin + lead })),
      );
      const full = await build(engine, {
        ...one,
        spine: unique(allLeads),
        limits: { laneHours: 1e6, chunkRows: 400 },
      });
      expect(rowsOf(full, isAsked)).toEqual(rowsOf(reference));
      const alone = await build(engine, {
        ...one,
        versions: versions.filter(({ series }) => series === 2),
        spine: spine.filter(({ series }, i) => series === 2 && i % 2 === 0),
      });
      expect(alone.rows.length).toBeGreaterThan(3);
      expect(rowsOf(alone)).toEqual(rowsOf(reference, rowFilter(alone.rows)));
    },
  );

  test('leaves a row as it is when all that is known after its origin is altered, deleted or added', async () => {
    using engine = await openSqlEngine();
    await assert(
      asyncProperty(panels, countries, async (panel, country) => {
        const versions = randomVersions(panel);
        const [row] = randomSpine(panel, 1) as [SpineRow];
        const spine = Array.from({ length: 24 }, (_, lead) => ({ ...row, target: row.origin + lead }));
        const one = { spine, delayHours: panel.delayHours, country };
        const isKnown = (version: Version): boolean =>
          version.knownHour <= row.origin && version.hour < row.origin - panel.delayHours;
        const random = randomNumbers(panel.seed + 1);
        const altered = versions.map((version) =>
          isKnown(version) ? version : { ...version, value: version.value * (random() - 0.5) * 1e3 },
        );
        const deleted = versions.filter(isKnown);
        const added = [
          ...altered,
          ...versions.map((version) => ({
            ...version,
            value: -7,
            knownHour: Math.max(row.origin, version.knownHour) + 1 + Math.floor(random() * 50),
          })),
        ];
        for (const link of links) {
          const reference = rowsOf(await build(engine, { ...one, link, versions }));
          for (const changed of [altered, deleted, added]) {
            expect(rowsOf(await build(engine, { ...one, link, versions: changed }))).toEqual(reference);
          }
        }
      }),
      { numRuns: 8, seed: 20230115 },
    );
  });
});

async function expectOracle(
  engine: SqlEngine,
  panel: RandomPanel,
  country: string | undefined,
): Promise<void> {
  for (const link of links) await expectLinkOracle(engine, { panel, country, link });
}

async function expectLinkOracle(
  engine: SqlEngine,
  {
    panel,
    country,
    link,
  }: { readonly panel: RandomPanel; readonly country: string | undefined; readonly link: Link },
): Promise<void> {
  const versions = randomVersions(panel);
  const { delayHours } = panel;
  const spine = randomSpine(panel, 12);
  const built = await build(engine, { versions, spine, delayHours, country, link });
  expect(built.rows.length).toBe(spine.length);
  const calendar = createCalendar(country);
  for (const [i, row] of built.rows.entries()) {
    const expected = naiveFeatures({ link, versions, delayHours, calendar }, row);
    for (const name of names) {
      const [got, wanted] = [built.columns[name]?.[i] ?? -1, expected[name] ?? -1];
      const isNear = Number.isNaN(wanted)
        ? Number.isNaN(got)
        : Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
      if (!isNear) expect({ link, name, row, value: got }).toEqual({ link, name, row, value: wanted });
    }
  }
}
