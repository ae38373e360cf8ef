import { assert, asyncProperty, boolean, constantFrom, integer, nat, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CovariateFacts } from '../core/index.ts';
import { openSqlEngine, type SqlEngine } from '../store/index.ts';
import type { BuildLimits } from './build.ts';
import { createCalendar } from './calendar/index.ts';
import { columnName, covariateColumns, covariateTemplates, templatesOf } from './covariates.ts';
import {
  loadCovariateVersions,
  naiveCovariate,
  randomCovariateVersions,
  type CovariateVersion,
} from './testing/naive-covariates.ts';
import { buildFeatures } from './testing/feature-table.ts';
import { naiveLikeHours } from './oracle/naive-features.ts';
import { loadSpine, loadVersions, type SpineRow, type Version } from './testing/panel-relation.ts';
import { randomSpine, randomVersions, type RandomPanel } from './testing/random-panel.ts';

const covariates: readonly CovariateFacts[] = [
  { name: 'temp', kind: 'observed', delayHours: 1 },
  { name: 'late', kind: 'observed', delayHours: 40 },
  { name: 'price', kind: 'forecast', delayHours: -24 },
];
const names = covariateColumns(covariates).map(({ name }) => name);
const SERIES = 4;
const entityOf = (series: number): number => series % 2;

/** 2022-02-23T00Z: a month before a change of the clock. */
const SPRING = 457_104;

const panels = record({
  seed: nat(1_000_000),
  seriesCount: integer({ min: 1, max: SERIES }),
  startHour: constantFrom(SPRING, SPRING + 37),
  hours: constantFrom(900, 1500, 2600),
  delayHours: constantFrom(0, 5, 30, 432),
  irregular: boolean(),
});

interface Case {
  readonly panel: RandomPanel;
  readonly versions: readonly Version[];
  readonly spine: readonly SpineRow[];
  readonly beside: readonly CovariateVersion[];
  readonly limits?: BuildLimits;
}

function caseOf(panel: RandomPanel): Case {
  const beside = randomCovariateVersions(covariates, panel);
  return { panel, versions: randomVersions(panel), spine: randomSpine(panel, 10), beside };
}

interface Built {
  readonly rows: readonly SpineRow[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

async function build(engine: SqlEngine, { panel, versions, spine, beside, limits }: Case): Promise<Built> {
  await loadVersions(engine, SERIES, versions);
  await loadSpine(engine, spine);
  await loadCovariateVersions(engine, beside, { series: SERIES, covariates: covariates.length, entityOf });
  const table = await buildFeatures(engine, {
    spine: 'spine',
    delayHours: panel.delayHours,
    calendar: createCalendar('DK'),
    link: 'linear',
    groups: ['core', 'cov'],
    covariates,
    outputTable: 'built',
    ...(limits === undefined ? {} : { limits }),
  });
  const { columns, rows } = await engine.numbers(`SELECT * FROM ${table}`);
  const all = (name: string): number[] => Array.from({ length: rows }, (_, i) => columns[name]?.[i] ?? -1);
  const [series, target, origin] = ['series', 'target', 'origin'].map(all) as [number[], number[], number[]];
  return {
    rows: series.map((one, i) => ({ series: one, target: target[i] ?? -1, origin: origin[i] ?? -1 })),
    columns: Object.fromEntries(names.map((name) => [name, all(name)])),
  };
}

describe('the columns of covariates', () => {
  test('stand behind the others, each once for every covariate of its kind', async () => {
    using engine = await openSqlEngine({ threads: 1 });
    const panel = { seed: 1, seriesCount: 1, startHour: SPRING, hours: 400, delayHours: 0, irregular: false };
    await build(engine, caseOf(panel));
    const table = await engine.rows<{ column_name: string }>('DESCRIBE built');
    expect(table.slice(-names.length).map((row) => row.column_name)).toEqual(names);
    expect(names).toContain('cov_price_target');
    expect(names).not.toContain('cov_temp_target');
    expect(names.length).toBe(3 * 6 + (covariateTemplates.length - 6));
  });

  test('equal the row-by-row oracle on random panels', async () => {
    using engine = await openSqlEngine({ threads: 1 });
    let compared = 0;
    await assert(
      asyncProperty(panels, async (panel) => {
        const one = caseOf(panel);
        const built = await build(engine, one);
        for (const [i, row] of built.rows.entries()) {
          const likeHours = naiveLikeHours(
            { ...one, link: 'linear', delayHours: panel.delayHours, calendar: createCalendar('DK') },
            row,
          );
          for (const [place, covariate] of covariates.entries()) {
            const wanted = naiveCovariate(
              one.beside.filter((version) => version.covariate === place),
              covariate,
              { ...row, likeHours, entity: entityOf(row.series), delayHours: panel.delayHours },
            );
            for (const { suffix } of templatesOf(covariate)) {
              const name = columnName(covariate, suffix);
              const [got, value] = [built.columns[name]?.[i] ?? -1, wanted[suffix] ?? -1];
              const isNear = Number.isNaN(value) ? Number.isNaN(got) : Math.abs(got - value) <= 1e-7;
              if (!isNear) expect({ name, row, value: got }).toEqual({ name, row, value });
              if (!Number.isNaN(value)) compared++;
            }
          }
        }
      }),
      { numRuns: 8, seed: 20230114 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  test('keep every bit when all that is known after the origin is altered, deleted or added', async () => {
    using engine = await openSqlEngine({ threads: 1 });
    await assert(
      asyncProperty(panels, async (panel) => {
        const one = caseOf(panel);
        const [{ series, origin }] = one.spine as [SpineRow];
        const spine = Array.from({ length: 24 }, (_, lead) => ({ series, origin, target: origin + lead }));
        const isKnown = (version: CovariateVersion): boolean => version.knownHour <= origin;
        const altered = one.beside.map((version) =>
          isKnown(version) ? version : { ...version, value: -3e5 * version.value },
        );
        const deleted = one.beside.filter(isKnown);
        const added = deleted.map((version, i) => ({
          ...version,
          value: 9e9,
          knownHour: origin + 1 + (i % 50),
        }));
        const reference = await build(engine, { ...one, spine });
        for (const beside of [altered, deleted, [...deleted, ...added]])
          expect(await build(engine, { ...one, spine, beside })).toEqual(reference);
      }),
      { numRuns: 3, seed: 20230115 },
    );
  });

  test('do not change a bit with threads, chunks or other rows', async () => {
    const panel = { seed: 5, seriesCount: 4, startHour: SPRING, hours: 1700, delayHours: 5, irregular: true };
    const one = caseOf(panel);
    const outcomes: Built[] = [];
    for (const threads of [1, 3]) {
      using engine = await openSqlEngine({ threads });
      outcomes.push(await build(engine, one));
    }
    using engine = await openSqlEngine({ threads: 1 });
    outcomes.push(await build(engine, { ...one, limits: { laneHours: 100, chunkRows: 3 } }));
    outcomes.push(await build(engine, { ...one, beside: one.beside.toReversed() }));
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    const few = await build(engine, { ...one, spine: one.spine.slice(0, 3) });
    const names3 = new Set(few.rows.map((row) => JSON.stringify(row)));
    const places = (outcomes[0] as Built).rows.flatMap((row, i) =>
      names3.has(JSON.stringify(row)) ? [i] : [],
    );
    for (const name of names)
      expect(few.columns[name]).toEqual(places.map((i) => outcomes[0]?.columns[name]?.[i]));
  });

  test('are missing where a covariate has no values or no entity, and the rows stay', async () => {
    using engine = await openSqlEngine({ threads: 1 });
    const panel = { seed: 2, seriesCount: 3, startHour: SPRING, hours: 400, delayHours: 0, irregular: false };
    const one = { ...caseOf(panel), beside: [] };
    const built = await build(engine, one);
    expect(built.rows.length).toBe(one.spine.length);
    for (const name of names) expect(built.columns[name]?.every(Number.isNaN)).toBe(true);
  });
});
