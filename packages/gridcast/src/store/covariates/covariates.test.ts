import { describe, expect, test } from 'vitest';
import { covariateEntity, WHOLE_PANEL, type CovariateFacts } from '../../core/index.ts';
import { latestSnapshotId, snapshotFiles } from '../snapshots/snapshots.ts';
import { undoSnapshot } from '../snapshots/undo.ts';
import { openSqlEngine, type SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { loadCovariates } from './load-covariates.ts';
import { COVARIATES, stageCovariates } from './stage-covariates.ts';

type Row = readonly [name: string, entity: string, hour: number, value: number, knownHour?: number];

const DK1 = covariateEntity({ area: 'DK1' });
const temp: CovariateFacts = { name: 'temp', kind: 'observed', delayHours: 2 };
const price: CovariateFacts = { name: 'price', kind: 'forecast', delayHours: -12 };
const panel = {
  keyNames: ['area', 'site'],
  series: [
    ['DK1', 'a'],
    ['DK1', 'b'],
    ['DK2', 'a'],
  ],
};

async function stage(store: Store, rows: readonly Row[], asOfHour: number): Promise<number> {
  using engine = await openSqlEngine();
  const texts = rows.map(
    ([name, entity, hour, value, known]) =>
      `('${name}', '${entity}', ${hour}, ${value}::DOUBLE, ${known ?? 'NULL::INTEGER'})`,
  );
  await engine.run(
    `CREATE TABLE given AS SELECT * FROM (VALUES ${texts.join(', ')}) r(name, entity, hour, value, known_hour)`,
  );
  const { output, commit } = await stageCovariates(store, engine, {
    relation: 'given',
    asOfHour,
    runId: 'run',
  });
  await store.catalogue.transaction().execute(commit);
  return output.newRows + output.revisedRows;
}

/** What an instant sees: `name/entity/hour` to value. */
async function seen(
  engine: SqlEngine,
  covariates: readonly CovariateFacts[],
  instant: number,
): Promise<unknown> {
  const rows = await engine.rows<{ covariate: number; entity: number; hour: number; value: number }>(
    `SELECT covariate, entity, hour, value FROM covariate_versions
     WHERE known_hour <= ${instant} AND until_hour > ${instant} ORDER BY covariate, entity, hour`,
  );
  return rows.map((row) => `${covariates[row.covariate]?.name}/${row.entity}/${row.hour}=${row.value}`);
}

describe('covariates', () => {
  test('are known after their delay, a revision from the collect that brought it', async () => {
    await using store = await openTestStore();
    expect(await stage(store, [['temp', WHOLE_PANEL, 10, 1] as const], 20)).toBe(1);
    expect(await stage(store, [['temp', WHOLE_PANEL, 10, 1] as const], 25)).toBe(0);
    expect(await stage(store, [['temp', WHOLE_PANEL, 10, 5] as const], 30)).toBe(1);
    using engine = await openSqlEngine();
    await loadCovariates(store, engine, { ...panel, covariates: [temp], asOfHour: 100 });
    expect(await seen(engine, [temp], 12)).toEqual([]);
    expect(await seen(engine, [temp], 13)).toEqual(['temp/0/10=1']);
    expect(await seen(engine, [temp], 29)).toEqual(['temp/0/10=1']);
    expect(await seen(engine, [temp], 30)).toEqual(['temp/0/10=5']);
    await loadCovariates(store, engine, { ...panel, covariates: [temp], asOfHour: 29 });
    expect(await seen(engine, [temp], 50)).toEqual(['temp/0/10=1']);
    const slower = { ...temp, delayHours: 9 };
    await loadCovariates(store, engine, { ...panel, covariates: [slower], asOfHour: 29 });
    expect(await seen(engine, [slower], 19)).toEqual([]);
    expect(await seen(engine, [slower], 20)).toEqual(['temp/0/10=1']);
  });

  test('of hours to come are seen as forecast at each instant', async () => {
    await using store = await openTestStore();
    await stage(
      store,
      [
        ['price', DK1, 40, 1, 20],
        ['price', DK1, 40, 2, 26],
        ['price', DK1, 41, 3],
      ],
      30,
    );
    using engine = await openSqlEngine();
    await loadCovariates(store, engine, { ...panel, covariates: [price], asOfHour: 30 });
    expect(await seen(engine, [price], 19)).toEqual([]);
    expect(await seen(engine, [price], 25)).toEqual(['price/0/40=1']);
    expect(await seen(engine, [price], 26)).toEqual(['price/0/40=2']);
    expect(await seen(engine, [price], 30)).toEqual(['price/0/40=2', 'price/0/41=3']);
  });

  test('stand for the series that the entity of most keys names', async () => {
    await using store = await openTestStore();
    const one = covariateEntity({ site: 'b', area: 'DK1' });
    await stage(
      store,
      [
        ['temp', WHOLE_PANEL, 10, 1],
        ['temp', DK1, 10, 2],
        ['temp', one, 10, 3],
        ['price', DK1, 10, 9],
      ],
      20,
    );
    using engine = await openSqlEngine();
    const loaded = await loadCovariates(store, engine, { ...panel, covariates: [temp, price], asOfHour: 20 });
    expect(loaded).toEqual([
      { name: 'temp', lastHour: 10, series: 3 },
      { name: 'price', lastHour: 10, series: 2 },
    ]);
    const rows = await engine.rows<{ covariate: number; series: number; value: number }>(
      `SELECT s.covariate, s.series, v.value FROM covariate_series s JOIN covariate_versions v
       ON v.covariate = s.covariate AND v.entity = s.entity ORDER BY s.covariate, s.series`,
    );
    expect(rows.map(({ covariate, series, value }) => [covariate, series, value])).toEqual([
      [0, 0, 2],
      [0, 1, 3],
      [0, 2, 1],
      [1, 0, 9],
      [1, 1, 9],
    ]);
  });

  test('are a dataset with snapshots of its own, and an ingestion can be undone', async () => {
    await using store = await openTestStore();
    await stage(store, [['temp', WHOLE_PANEL, 10, 1] as const], 20);
    const first = await latestSnapshotId(store.catalogue, COVARIATES);
    await stage(store, [['temp', WHOLE_PANEL, 10, 7] as const], 21);
    const second = await latestSnapshotId(store.catalogue, COVARIATES);
    expect(await snapshotFiles(store.catalogue, { dataset: 'observations' })).toEqual([]);
    using engine = await openSqlEngine();
    await loadCovariates(store, engine, { ...panel, covariates: [temp], asOfHour: 50, snapshotId: first });
    expect(await seen(engine, [temp], 50)).toEqual(['temp/0/10=1']);
    await store.catalogue
      .transaction()
      .execute((t) =>
        undoSnapshot(t, { dataset: COVARIATES, snapshotId: second ?? 0, asOf: 22, runId: 'undo' }),
      );
    await loadCovariates(store, engine, { ...panel, covariates: [temp], asOfHour: 50 });
    expect(await seen(engine, [temp], 50)).toEqual(['temp/0/10=1']);
  });

  test('that were never collected load as nothing', async () => {
    await using store = await openTestStore();
    using engine = await openSqlEngine();
    expect(await loadCovariates(store, engine, { ...panel, covariates: [temp], asOfHour: 50 })).toEqual([
      { name: 'temp', lastHour: null, series: 0 },
    ]);
    expect(await loadCovariates(store, engine, { ...panel, covariates: [], asOfHour: 50 })).toEqual([]);
    expect(await seen(engine, [], 50)).toEqual([]);
  });
});
