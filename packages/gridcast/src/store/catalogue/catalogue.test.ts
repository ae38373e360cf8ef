import { describe, expect } from 'vitest';
import type { Store } from '../store.ts';
import { describeEachDatabase } from '../testing/each-database.ts';
import { findForecast, listForecasts, markScored, recordForecast } from './forecasts.ts';
import { processHolder } from './lease-holder.ts';
import { acquireLease, assertLease, releaseLease, renewLease } from './leases.ts';
import {
  findModel,
  getModel,
  findChampionBefore,
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
import { recordRawInput } from './raw-inputs.ts';
import {
  endSelection,
  getSelection,
  listSelections,
  listSelectionSteps,
  putSelectionStep,
  startSelection,
} from './selections.ts';
import { endSweep, getSweep, listSweeps, listSweepTrials, putSweepTrial, startSweep } from './sweeps.ts';
import { findTunedConfiguration, setTunedConfiguration } from './tuned-configurations.ts';
import { findSetting, fixSetting, setSetting } from './settings.ts';
import { publishFiles, snapshotFiles } from '../snapshots/snapshots.ts';

/** Every database that a catalogue may be in keeps this contract. */
describeEachDatabase('a catalogue', ({ test, openTestStore }) => {
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

    test('a clock that runs backwards takes no lease away, and its holder goes on', async () => {
      await using store = await openTestStore();
      const mine = { ...lease, holder: processHolder() };
      await acquireLease(store.catalogue, { ...mine, nowMs: 1_000_000 });
      await expect(
        acquireLease(store.catalogue, { ...lease, holder: other, nowMs: 0 }),
      ).rejects.toMatchObject({ code: 'STORE_LEASE_HELD' });
      await renewLease(store.catalogue, { ...mine, nowMs: 0 });
      await store.catalogue.transaction().execute((trx) => assertLease(trx, mine));
      // From then on the lease ends by the clock as it is now.
      await acquireLease(store.catalogue, { ...lease, holder: other, nowMs: 60_000 });
    });

    test('a holder on another host is believed until its lease ends', async () => {
      await using store = await openTestStore();
      await acquireLease(store.catalogue, {
        ...lease,
        holder: 'process 1 on elsewhere (00000000)',
        nowMs: 0,
      });
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
    const model = {
      object_key: 'k',
      training_sha256: null,
      delay_hours: 0,
      code_version: '1',
      details: '{}',
      run_id: 'r',
    };

    test('an alias points at the model set last and remembers the earlier ones', async () => {
      await using store = await openTestStore();
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
      expect((await listAliases(store.catalogue)).map((a) => [a.alias, a.version])).toEqual([
        ['archived', 'b'],
        ['champion', 'a'],
      ]);
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

    test('the beginning of a version is enough where no other begins so', async () => {
      await using store = await openTestStore();
      for (const version of ['0123aa', '0123ab', '456789'])
        await store.catalogue
          .transaction()
          .execute((trx) => putModel(trx, { ...model, version, trained_as_of: 1 }));
      expect(await getModel(store.catalogue, '0123ab')).toMatchObject({ version: '0123ab' });
      expect(await getModel(store.catalogue, '4567')).toMatchObject({ version: '456789' });
      for (const vague of ['0123a', '0123', '456', '4567_', '%'])
        await expect(getModel(store.catalogue, vague), vague).rejects.toMatchObject({
          code: 'STORE_MODEL_UNKNOWN',
        });
    });

    test('a second roll-back goes further back, not forth again', async () => {
      await using store = await openTestStore();
      const promote = (version: string): Promise<void> =>
        store.catalogue
          .transaction()
          .execute((trx) => setAlias(trx, { alias: 'champion', version, reason: 'why', asOf: 5 }));
      for (const [place, version] of ['a', 'b', 'c', 'd'].entries()) {
        await store.catalogue
          .transaction()
          .execute((trx) => putModel(trx, { ...model, version, trained_as_of: place }));
      }
      expect(await findChampionBefore(store.catalogue)).toBeUndefined();
      for (const version of ['a', 'b', 'c']) await promote(version);
      const back: (string | undefined)[] = [];
      for (let version = await findChampionBefore(store.catalogue); version !== undefined;) {
        back.push(version);
        await promote(version);
        version = await findChampionBefore(store.catalogue);
      }
      expect(back).toEqual(['b', 'a']);
      await promote('d');
      expect(await findChampionBefore(store.catalogue)).toBe('a');
    });
  });

  describe('sweeps', () => {
    const begun = (store: Store, id: string, startedAt: string) =>
      startSweep(store.catalogue, {
        id,
        as_of: 465_000,
        delay_hours: 0,
        inputs: '{}',
        started_at: startedAt,
      });

    test('a sweep keeps each trial once, ends, and is found by the beginning of its name', async () => {
      await using store = await openTestStore();
      await begun(store, 'ab12', '2024-01-02T00:00:00.000Z');
      await begun(store, 'ab34', '2024-01-01T00:00:00.000Z');
      const trial = {
        sweep_id: 'ab12',
        generation: 1,
        status: 'done' as const,
        settings: '{}',
        folds: '[]',
        mase: 0.1 + 0.2,
        wape: null,
        reason: null,
        duration_ms: 7,
      };
      await store.catalogue.transaction().execute(async (transaction) => {
        for (const number of [2, 1, 1])
          await putSweepTrial(transaction, { ...trial, number, mase: number / 3 });
        await putSweepTrial(transaction, { ...trial, number: 1, mase: 9 });
      });
      const { items, total } = await listSweepTrials(store.catalogue, { sweep: 'ab12' });
      expect(total).toBe(2);
      expect(items.map(({ number, mase }) => [number, mase])).toEqual([
        [1, 1 / 3],
        [2, 2 / 3],
      ]);
      await endSweep(store.catalogue, {
        id: 'ab12',
        status: 'done',
        ended_at: 'x',
        outcome: '{}',
        object_key: 'k',
      });
      await begun(store, 'ab34', '2030-01-01T00:00:00.000Z');
      expect((await listSweeps(store.catalogue)).items.map(({ id, status }) => [id, status])).toEqual([
        ['ab12', 'done'],
        ['ab34', 'running'],
      ]);
      expect((await getSweep(store.catalogue, 'ab3')).started_at).toBe('2024-01-01T00:00:00.000Z');
      for (const start of ['', 'ab', 'b', 'ab125']) {
        await expect(getSweep(store.catalogue, start)).rejects.toMatchObject({ code: 'TUNE_SWEEP_UNKNOWN' });
      }
    });

    test('a selection keeps each step once, ends, and is found by the beginning of its name', async () => {
      await using store = await openTestStore();
      for (const id of ['ab12', 'ab34'])
        await startSelection(store.catalogue, {
          id,
          as_of: 465_000,
          delay_hours: 0,
          inputs: '{}',
          started_at: `2024-01-0${id.at(-1)}T00:00:00.000Z`,
        });
      await store.catalogue.transaction().execute(async (transaction) => {
        for (const [number, measured] of [
          [1, 'b'],
          [0, 'a'],
          [1, 'c'],
        ] as const)
          await putSelectionStep(transaction, { selection_id: 'ab12', number, measured });
      });
      const steps = await listSelectionSteps(store.catalogue, 'ab12');
      expect(steps.map(({ measured }) => measured)).toEqual(['a', 'b']);
      const end = { status: 'done' as const, ended_at: 'x', outcome: '{}', object_key: 'k' };
      await endSelection(store.catalogue, { id: 'ab12', ...end });
      const { items } = await listSelections(store.catalogue);
      expect(items.map(({ id, status }) => [id, status])).toEqual([
        ['ab34', 'running'],
        ['ab12', 'done'],
      ]);
      expect((await getSelection(store.catalogue, 'ab1')).object_key).toBe('k');
      for (const start of ['', 'ab', 'b'])
        await expect(getSelection(store.catalogue, start)).rejects.toMatchObject({
          code: 'SELECT_RUN_UNKNOWN',
        });
    });

    test('the configuration set last up to an as-of is in force, for its own terms alone', async () => {
      await using store = await openTestStore();
      const terms = { delay_hours: 24, view: 'serving:1', covariates: '[]' };
      const set = (key: string | null, asOf: number) =>
        store.catalogue.transaction().execute((transaction) =>
          setTunedConfiguration(transaction, {
            ...terms,
            object_key: key,
            sweep_id: null,
            reason: 'why',
            set_as_of: asOf,
          }),
        );
      await set('one', 100);
      await set('two', 200);
      await set(null, 200);
      await set('late', 150);
      const inForce = async (asOf: number) =>
        (await findTunedConfiguration(store.catalogue, terms, asOf))?.object_key;
      expect(await inForce(99)).toBeUndefined();
      expect(await inForce(149)).toBe('one');
      expect(await inForce(150)).toBe('late');
      expect(await inForce(200)).toBeNull();
      expect(
        await findTunedConfiguration(store.catalogue, { ...terms, delay_hours: 0 }, 500),
      ).toBeUndefined();
    });
  });

  describe('forecasts', () => {
    test('the newest origin is the latest; publishing the same object keeps the score', async () => {
      await using store = await openTestStore();
      const forecast = {
        object_key: 'k',
        rows: 24,
        model_version: null,
        run_id: 'r',
        rungs: '{}',
        scored: 0,
      };
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

  describe('the database itself', () => {
    test('texts sort by their bytes and come back as they are, numbers as numbers', async () => {
      await using store = await openTestStore();
      const names = ['Zebra', 'a b', 'ab', 'aB', 'zoo', 'Ärger', '𝒳 "quoted"\n\ttab', ''];
      for (const name of names) await setSetting(store.catalogue, name, name);
      const rows = await store.catalogue
        .selectFrom('setting')
        .selectAll()
        .where('name', '<>', 'schema_version')
        .orderBy('name')
        .execute();
      expect(rows.map((row) => row.name)).toEqual(
        names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
      expect(rows.every((row) => row.name === row.value)).toBe(true);
      const big = { sha256: 's', object_key: 'k', origin_name: 'o', bytes: 2 ** 40, as_of: 1, run_id: 'r' };
      await store.catalogue.transaction().execute((trx) => recordRawInput(trx, big));
      expect(await store.catalogue.selectFrom('raw_input').selectAll().execute()).toEqual([
        { ...big, dataset: 'observations' },
      ]);
    });

    test('the same row twice is refused with the same error, and leaves the transaction undone', async () => {
      await using store = await openTestStore();
      const row = { name: 'once', value: 'x' };
      const twice = store.catalogue.transaction().execute(async (transaction) => {
        for (let i = 0; i < 2; i++) await transaction.insertInto('setting').values(row).execute();
      });
      await expect(twice).rejects.toMatchObject({ code: 'STORE_QUERY_FAILED' });
      await expect(twice).rejects.toThrow(/unique/iu);
      expect(await findSetting(store.catalogue, 'once')).toBeUndefined();
    });

    test('ids of snapshots ascend in the order of the commits, and a reader sees none that is undone', async () => {
      await using store = await openTestStore();
      const committed: { readonly id: number; readonly hour: number }[] = [];
      const publish = async (hour: number, fails: boolean): Promise<void> => {
        const id = await store.catalogue.transaction().execute(async (transaction) => {
          const file = { objectKey: `key ${hour}`, rows: 1, minHour: hour, maxHour: hour };
          const made = await publishFiles(transaction, { dataset: 'd', add: [file], asOf: hour, runId: 'r' });
          await new Promise((resolve) => setImmediate(resolve));
          if (fails) throw new Error('no');
          return made;
        });
        committed.push({ id, hour });
      };
      const done = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((n) => publish(n, n % 3 === 1)));
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
      expect(committed).toEqual(committed.toSorted((a, b) => a.id - b.id));
      const hours = committed.map(({ hour }) => hour);
      const files = await snapshotFiles(store.catalogue, { dataset: 'd' });
      expect(files.map((file) => file.min_hour)).toEqual(hours);
      const snapshotId = committed[1]?.id;
      const earlier = await snapshotFiles(store.catalogue, { dataset: 'd', snapshotId });
      expect(earlier.map((file) => file.min_hour)).toEqual(hours.slice(0, 2));
    });
  });
});
