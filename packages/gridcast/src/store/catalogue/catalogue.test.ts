import { describe, expect, test } from 'vitest';
import { openTestStore } from '../testing/open-test-store.ts';
import { findForecast, listForecasts, markScored, recordForecast } from './forecasts.ts';
import { processHolder } from './lease-holder.ts';
import { acquireLease, assertLease, releaseLease, renewLease } from './leases.ts';
import {
  findModel,
  getModel,
  listAliasChanges,
  listAliases,
  listModels,
  putModel,
  setAlias,
} from './models.ts';
import {
  listExpectationResults,
  listQuarantine,
  recordExpectationResults,
  recordQuarantine,
} from './quality.ts';
import { findRun, findStep, finishRun, listRuns, recordStep, startRun } from './runs.ts';
import { findSetting, fixSetting, setSetting } from './settings.ts';

describe('settings', () => {
  test('a fixed setting takes its value again and refuses another', async () => {
    await using store = await openTestStore();
    await fixSetting(store.catalogue, 'source', 'de35');
    await fixSetting(store.catalogue, 'source', 'de35');
    await expect(fixSetting(store.catalogue, 'source', 'file')).rejects.toThrow(
      /source of this home is fixed as de35, but file was given/u,
    );
    await setSetting(store.catalogue, 'source', 'other');
    expect(await findSetting(store.catalogue, 'source')).toBe('other');
  });
});

describe('leases', () => {
  const lease = { name: 'the run of 2023-01-21T23:00:00Z', ttlMs: 60_000 };
  // Another live process of this host: the parent.
  const other = processHolder().replace(`process ${process.pid}`, `process ${process.ppid}`);

  test('a held lease is refused with holder and end, also to the same holder', async () => {
    await using store = await openTestStore();
    await acquireLease(store.catalogue, { ...lease, holder: other, nowMs: 0 });
    await expect(
      acquireLease(store.catalogue, { ...lease, holder: processHolder(), nowMs: 59_999 }),
    ).rejects.toMatchObject({
      code: 'STORE_LEASE_HELD',
      details: { holder: other, expiresAtUtc: '1970-01-01T00:01:00Z' },
    });
    await expect(acquireLease(store.catalogue, { ...lease, holder: other, nowMs: 1 })).rejects.toThrow(
      /is being worked on by process/u,
    );
  });

  test('a lease that ran out is taken over, and its old holder may not commit', async () => {
    await using store = await openTestStore();
    const mine = { ...lease, holder: processHolder() };
    await acquireLease(store.catalogue, { ...lease, holder: other, nowMs: 0 });
    await acquireLease(store.catalogue, { ...mine, nowMs: 60_000 });
    await renewLease(store.catalogue, { ...mine, nowMs: 70_000 });
    const check = (holder: string): Promise<void> =>
      store.catalogue.transaction().execute((trx) => assertLease(trx, { name: lease.name, holder }));
    await check(mine.holder);
    await expect(check(other)).rejects.toMatchObject({ code: 'STORE_LEASE_LOST' });
    await expect(renewLease(store.catalogue, { ...lease, holder: other, nowMs: 1 })).rejects.toMatchObject({
      code: 'STORE_LEASE_LOST',
    });
  });

  test('a holder that is gone is replaced at once: a dead process, or a former one with our number', async () => {
    await using store = await openTestStore();
    const dead = processHolder().replace(`process ${process.pid}`, 'process 4194305');
    const former = processHolder().replace(/\(.*\)/u, '(00000000)');
    for (const gone of [dead, former]) {
      await acquireLease(store.catalogue, { ...lease, holder: gone, nowMs: 0 });
      await acquireLease(store.catalogue, { ...lease, holder: processHolder(), nowMs: 1 });
      await releaseLease(store.catalogue, { ...lease, holder: processHolder() });
    }
  });

  test('a holder on another host is believed until its lease ends', async () => {
    await using store = await openTestStore();
    await acquireLease(store.catalogue, { ...lease, holder: 'process 1 on elsewhere (00000000)', nowMs: 0 });
    await expect(
      acquireLease(store.catalogue, { ...lease, holder: processHolder(), nowMs: 1 }),
    ).rejects.toThrow(/elsewhere/u);
  });
});

describe('runs', () => {
  test('a run counts its attempts, keeps its steps and is found by page', async () => {
    await using store = await openTestStore();
    const run = { id: 'r1', pipeline: 'hourly', logicalHour: 10, configHash: 'c', nowMs: 0 };
    expect(await startRun(store.catalogue, run)).toBe(1);
    await finishRun(store.catalogue, { id: 'r1', status: 'failed', nowMs: 1000, error: 'no' });
    expect(await findRun(store.catalogue, 'r1')).toMatchObject({ status: 'failed', error: 'no' });
    expect(await startRun(store.catalogue, { ...run, nowMs: 2000 })).toBe(2);
    expect(await findRun(store.catalogue, 'r1')).toMatchObject({ status: 'running', error: null });
    await startRun(store.catalogue, { ...run, id: 'r2', logicalHour: 11 });
    const step = { run_id: 'r1', name: 'collect', input_hash: 'i', output: '{}', duration_ms: 1.5 };
    await store.catalogue.transaction().execute(async (trx) => {
      await recordStep(trx, { ...step, status: 'failed', ended_at: '1970-01-01T00:00:01Z' });
      await recordStep(trx, { ...step, status: 'done', ended_at: '1970-01-01T00:00:02Z' });
    });
    expect(await findStep(store.catalogue, 'r1', 'collect')).toMatchObject({ status: 'done' });
    expect(await findStep(store.catalogue, 'r1', 'train')).toBeUndefined();
    const page = await listRuns(store.catalogue, { limit: 1, offset: 1 });
    expect(page).toMatchObject({ total: 2, limit: 1, offset: 1, items: [{ id: 'r1' }] });
    expect((await listRuns(store.catalogue, { logicalHour: 11 })).items.map((r) => r.id)).toEqual(['r2']);
  });
});

describe('models', () => {
  test('an alias points at the model set last and remembers the earlier ones', async () => {
    await using store = await openTestStore();
    const model = {
      object_key: 'k',
      training_sha256: null,
      delay_hours: 0,
      code_version: '1',
      details: '{}',
      run_id: 'r',
    };
    await store.catalogue.transaction().execute(async (trx) => {
      await putModel(trx, { ...model, version: 'a', trained_as_of: 1 });
      await putModel(trx, { ...model, version: 'b', trained_as_of: 2 });
      await putModel(trx, { ...model, version: 'b', trained_as_of: 3 });
      for (const version of ['a', 'b', 'b', 'a']) {
        await setAlias(trx, { alias: 'champion', version, reason: 'why', asOf: 5 });
      }
    });
    expect((await getModel(store.catalogue, 'champion')).version).toBe('a');
    expect((await listModels(store.catalogue)).items.map((m) => [m.version, m.trained_as_of])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
    expect((await listAliases(store.catalogue)).map((a) => a.version)).toEqual(['a']);
    const changes = await listAliasChanges(store.catalogue, { alias: 'champion' });
    expect(changes.items.map((a) => a.version)).toEqual(['a', 'b', 'a']);
    expect(await findModel(store.catalogue, 'challenger')).toBeUndefined();
    // a setting for an earlier origin holds there and leaves the present alone
    await store.catalogue
      .transaction()
      .execute((trx) => setAlias(trx, { alias: 'champion', version: 'b', reason: 'backfilled', asOf: 3 }));
    expect(await findModel(store.catalogue, 'champion')).toMatchObject({ version: 'a' });
    expect(await findModel(store.catalogue, 'champion', 4)).toMatchObject({ version: 'b' });
    expect(await findModel(store.catalogue, 'champion', 2)).toBeUndefined();
    await expect(getModel(store.catalogue, 'nope')).rejects.toThrow(/no model nope/u);
    await expect(
      store.catalogue
        .transaction()
        .execute((trx) => setAlias(trx, { alias: 'champion', version: 'z', reason: '', asOf: 1 })),
    ).rejects.toMatchObject({ code: 'STORE_MODEL_UNKNOWN' });
  });
});

describe('forecasts', () => {
  test('the newest origin is the latest; publishing the same object keeps the score', async () => {
    await using store = await openTestStore();
    const forecast = { object_key: 'k', rows: 24, model_version: null, run_id: 'r', rungs: '{}', scored: 0 };
    await store.catalogue.transaction().execute(async (trx) => {
      for (const origin of [5, 7, 6]) await recordForecast(trx, { ...forecast, origin });
      await markScored(trx, [5, 6]);
      await recordForecast(trx, { ...forecast, origin: 5 });
      await recordForecast(trx, { ...forecast, origin: 6, object_key: 'k2' });
    });
    expect((await findForecast(store.catalogue))?.origin).toBe(7);
    expect(await findForecast(store.catalogue, { originHour: 8 })).toBeUndefined();
    const scored = await listForecasts(store.catalogue, { scored: true });
    expect(scored.items.map((f) => f.origin)).toEqual([5]);
    const window = await listForecasts(store.catalogue, { fromHour: 5, toHour: 7 });
    expect(window.items.map((f) => f.origin)).toEqual([6, 5]);
  });
});

describe('quality', () => {
  test('results of a second attempt replace those of the first', async () => {
    await using store = await openTestStore();
    const result = { snapshot_id: 1, severity: 'warn' as const, success: 1, details: '{}' };
    const row = { raw_sha256: 's', rows: 2, object_key: null, first_line: 3, as_of: 1, run_id: 'r' };
    await store.catalogue.transaction().execute(async (trx) => {
      await recordExpectationResults(trx, 'r', [{ ...result, expectation: 'gaps' }]);
      await recordExpectationResults(trx, 'r', [{ ...result, expectation: 'range', success: 0 }]);
      await recordQuarantine(trx, [
        { ...row, reason: 'future' },
        { ...row, reason: 'negative' },
      ]);
    });
    const results = await listExpectationResults(store.catalogue, { runId: 'r' });
    expect(results.items.map((r) => [r.expectation, r.success])).toEqual([['range', 0]]);
    expect((await listQuarantine(store.catalogue, { reason: 'future' })).total).toBe(1);
    expect((await listQuarantine(store.catalogue)).items[0]).toMatchObject({ reason: 'negative' });
  });
});
