import { expect } from 'vitest';
import type { Store } from '../store.ts';
import { collectGarbage } from '../snapshots/garbage.ts';
import { describeEachDatabase } from '../testing/each-database.ts';
import { deleteRun } from './delete-run.ts';
import { recordForecast } from './forecasts.ts';
import { findModel, putModel, putTrainingDataset, setAlias } from './models.ts';
import { findRun, getRun, listRuns, recordStep, startRun, type Run } from './runs.ts';
import { listSweeps, putSweepTrial, startSweep } from './sweeps.ts';
import { countUndelivered, listUndelivered, markDelivered } from './trial-deliveries.ts';
import { listTrials, putTrials, readTrials, type TrialRows } from './trials.ts';
import { setTunedConfiguration } from './tuned-configurations.ts';

describeEachDatabase('tracking', ({ test, openTestStore }) => {
  test('a trial comes back whole, its parent first, and recording it again replaces it', async () => {
    await using store = await openTestStore();
    const plot = await store.lake.putBytes('trials', 'svg', '<svg/>');
    const artefact = {
      name: 'plots/a.svg',
      object_key: plot.key,
      content_type: 'image/svg+xml',
      bytes: plot.bytes,
    };
    const [parent, child] = [trialRows('p', null, 0), trialRows('c', 'p', 0)];
    const steps = JSON.stringify([0.5, null, 0.25]);
    await record(store, [
      { ...parent, metrics: [{ name: 'mase', value: 0.1 + 0.2, steps: null }], artefacts: [artefact] },
      { ...child, metrics: [{ name: 'error_by_lead', value: null, steps }] },
    ]);
    const read = await readTrials(store.catalogue, 'r');
    expect(read.map(({ trial }) => [trial.id, trial.parent_id, trial.duration_ms])).toEqual([
      ['p', null, 5_000_000_000],
      ['c', 'p', 5_000_000_000],
    ]);
    // a double, not a single
    expect(read[0]?.metrics).toEqual([{ trial_id: 'p', name: 'mase', value: 0.1 + 0.2, steps: null }]);
    expect(read[0]?.artefacts).toMatchObject([artefact]);
    expect(read[1]?.metrics[0]?.steps).toBe(steps);
    await record(store, [parent, child]);
    expect(await readTrials(store.catalogue, 'r')).toMatchObject([{ artefacts: [] }, { metrics: [] }]);
    expect((await collectGarbage(store, { nowMs: Date.now() * 2, dryRun: true })).objects).toHaveLength(1);
  });

  test('a target lacks the trials that it was not given', async () => {
    await using store = await openTestStore();
    await record(store, [trialRows('p', null, 0), trialRows('c', 'p', 0), trialRows('q', null, 1)]);
    expect((await listUndelivered(store.catalogue, 'one', 9)).map(({ id }) => id)).toEqual(['p', 'q']);
    const delivery = { trial_id: 'p', target: 'one', remote_id: '1', delivered_at: '2030-01-01T00:00:00Z' };
    for (let twice = 0; twice < 2; twice++) await markDelivered(store.catalogue, delivery);
    expect((await listUndelivered(store.catalogue, 'one', 9)).map(({ id }) => id)).toEqual(['q']);
    expect(await countUndelivered(store.catalogue, 'another')).toBe(2);
    // what is recorded anew has to be given again
    await record(store, [trialRows('p', null, 0)]);
    expect(await countUndelivered(store.catalogue, 'one')).toBe(2);
  });

  test('a run is found by the beginning of its id', async () => {
    await using store = await openTestStore();
    for (const id of ['ab12', 'ab34']) await start(store, id);
    expect((await getRun(store.catalogue, 'ab3')).id).toBe('ab34');
    await expect(getRun(store.catalogue, 'ab')).rejects.toThrow(/Several runs begin with ab/u);
    await expect(getRun(store.catalogue, 'x')).rejects.toMatchObject({ code: 'STORE_RUN_UNKNOWN' });
  });

  test('a run that nothing needs goes with its rows and the objects that only it named', async () => {
    await using store = await openTestStore();
    const { shared, own } = await trained(store, 'r1', 'v1');
    await trained(store, 'r2', 'v2');
    const run = await start(store, 'r1');
    const dry = await deleteRun(store, run, { dryRun: true });
    expect(dry).toMatchObject({
      neededBy: [],
      rows: { run: 1, step: 1, trial: 1, model: 1, training_dataset: 1 },
    });
    expect(dry.objects).toEqual(own.toSorted());
    expect(await findRun(store.catalogue, 'r1')).toBeDefined();
    expect(await deleteRun(store, run, { dryRun: false })).toEqual(dry);
    for (const key of own) expect(await store.lake.has(key)).toBe(false);
    expect(await store.lake.has(shared)).toBe(true);
    expect((await listRuns(store.catalogue)).items.map(({ id }) => id)).toEqual(['r2']);
    expect(await listTrials(store.catalogue, ['r1', 'r2'])).toMatchObject([{ run_id: 'r2' }]);
    expect(await findModel(store.catalogue, 'v1')).toBeUndefined();
  });

  test('a run stays where an alias, a roll-back, a forecast or another training needs it', async () => {
    await using store = await openTestStore();
    for (const [run, version] of [
      ['r1', 'v1'],
      ['r2', 'v2'],
      ['r3', 'v3'],
      ['r4', 'v4'],
    ] as const)
      await trained(store, run, version);
    const forecast = { object_key: 'k', rows: 1, rungs: '{"model":1}', scored: 0 };
    await store.catalogue.transaction().execute(async (transaction) => {
      for (const version of ['v1', 'v2', 'v3'])
        await setAlias(transaction, { alias: 'champion', version, reason: 'why', asOf: 5 });
      await recordForecast(transaction, { ...forecast, origin: 7, model_version: 'v4', run_id: 'other' });
    });
    const needs = async (id: string): Promise<string> =>
      (await deleteRun(store, await start(store, id), { dryRun: false })).neededBy.join('; ');
    expect(await needs('r3')).toContain('its model v3 is the champion');
    expect(await needs('r2')).toContain('`gridcast models rollback` goes back to');
    expect(await needs('r4')).toContain('1 published forecasts may hold rows of its model v4');
    // archived alone keeps nothing: v1 is neither served nor the one before it
    expect(await needs('r1')).toBe('');
    await store.catalogue.transaction().execute(async (transaction) => {
      const model = { object_key: 'k', trained_as_of: 9, delay_hours: 0, code_version: '', details: '{}' };
      await putModel(transaction, { ...model, version: 'v9', training_sha256: 'rows of r4', run_id: 'r9' });
      await recordForecast(transaction, { ...forecast, origin: 8, model_version: null, run_id: 'r4' });
    });
    expect(await needs('r4')).toContain('it published the forecast of 1970-01-01T08:00:00Z');
    expect(await needs('r4')).toContain('the model v9 learnt from its training dataset');
    expect(await findRun(store.catalogue, 'r4')).toBeDefined();
  });

  test('a sweep goes with its trials, and stays where its configuration was put in force', async () => {
    await using store = await openTestStore();
    const rest = { as_of: 1, delay_hours: 0, inputs: '{}', started_at: '2030-01-01T00:00:00Z' };
    for (const id of ['s1', 's2']) {
      await startSweep(store.catalogue, { id, ...rest });
      const trial = { sweep_id: id, number: 0, generation: 0, status: 'done' as const, duration_ms: 1 };
      const found = { settings: '{}', folds: '[]', mase: 1, wape: 1, reason: null, peak_mib: 5 };
      await store.catalogue
        .transaction()
        .execute((transaction) => putSweepTrial(transaction, { ...trial, ...found }));
    }
    const tuned = { delay_hours: 0, view: 'v', covariates: '[]', object_key: 'k', reason: 'why' };
    await store.catalogue
      .transaction()
      .execute((transaction) =>
        setTunedConfiguration(transaction, { ...tuned, sweep_id: 's2', set_as_of: 3 }),
      );
    const gone = await deleteRun(store, await start(store, 's1'), { dryRun: false });
    expect(gone.rows).toMatchObject({ sweep: 1, sweep_trial: 1, run: 1 });
    const stays = await deleteRun(store, await start(store, 's2'), { dryRun: false });
    expect(stays.neededBy).toEqual(['its configuration was put in force as of 1970-01-01T03:00:00Z']);
    expect((await listSweeps(store.catalogue)).items.map(({ id }) => id)).toEqual(['s2']);
  });
});

function trialRows(id: string, parentId: string | null, place: number, runId = 'r'): TrialRows {
  const facts = { parameters: '{}', inputs: '{}', environment: '{}', started_at: '2030-01-01T00:00:00Z' };
  const own = { id, parent_id: parentId, place, run_id: runId, as_of: 1, model_version: null };
  const trial = { ...own, ...facts, kind: 'training', name: id, duration_ms: 5_000_000_000, peak_mib: 7 };
  return { trial, metrics: [], artefacts: [] };
}

async function record(store: Store, trials: readonly TrialRows[]): Promise<void> {
  await store.catalogue.transaction().execute((transaction) => putTrials(transaction, trials));
}

async function start(store: Store, id: string): Promise<Run> {
  await startRun(store.catalogue, { id, pipeline: 'hourly', logicalHour: 1, configHash: 'c', nowMs: 0 });
  return getRun(store.catalogue, id);
}

/** A run with a step, a trial, a model and a training dataset; one of its objects is named by every such run. */
async function trained(
  store: Store,
  runId: string,
  version: string,
): Promise<{ readonly shared: string; readonly own: readonly string[] }> {
  await start(store, runId);
  const put = async (content: string): Promise<string> =>
    (await store.lake.putBytes('trials', 'json', content)).key;
  const shared = await put('of every run');
  const own = [await put(`step of ${runId}`), await put(`model of ${runId}`), await put(`rows of ${runId}`)];
  const [step = '', model = '', rows = ''] = own;
  const trial = trialRows(`trial of ${runId}`, null, 0, runId);
  const artefact = { name: 'a.json', object_key: shared, content_type: 'application/json', bytes: 1 };
  await record(store, [{ ...trial, artefacts: [artefact] }]);
  await store.catalogue.transaction().execute(async (transaction) => {
    const ended = { input_hash: '', duration_ms: 1, ended_at: '' };
    await recordStep(transaction, {
      run_id: runId,
      name: 'train',
      status: 'done',
      output: JSON.stringify({ step }),
      ...ended,
    });
    const sha256 = `rows of ${runId}`;
    const dataset = { sha256, object_key: rows, view: 'v', as_of: 1, rows: 1, details: '{}', run_id: runId };
    await putTrainingDataset(transaction, dataset);
    const facts = { trained_as_of: 1, delay_hours: 0, code_version: '', details: '{}', run_id: runId };
    await putModel(transaction, { version, object_key: model, training_sha256: sha256, ...facts });
  });
  return { shared, own };
}
