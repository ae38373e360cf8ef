/** A sweep over a home: its trials, the winner's test on later origins, and what is put in force. */
import { canonicalJson, GridcastError, isoOfMs, type Json } from '../../core/index.ts';
import { LightGbm } from '@gridcast/lightgbm';
import {
  acquireLease,
  assertLease,
  endSweep,
  findSweep,
  processHolder,
  putSweepTrial,
  releaseLease,
  renewLease,
  setTunedConfiguration,
  startSweep,
  TUNING_LEASE,
} from '../../store/index.ts';
import {
  bestTrial,
  formatConfiguration,
  judgeOnFolds,
  judgeOnHeldOut,
  meanMase,
  runSweep,
  scoreHeldOut,
  type HeldOutOrigin,
  type LinkedTables,
  type Settings,
  type Trial,
} from '../../train/index.ts';
import type { RunContext } from '../run-context.ts';
import { runHour } from '../run-hour.ts';
import { covariateFacts, loadKnown, type LoadedEngine } from '../serving.ts';
import { findTunedRow, readTuned, tunedFor } from './in-force.ts';
import { openEvaluator, rowsOf, type TrialCost } from './evaluator.ts';
import { planSweep, type SweepPlan, type TuneOptions } from './sweep-plan.ts';
import { outcomeOf, readTrials, rowOf, trialJson, type SweepOutcome } from './sweep-record.ts';
import { trackSweep } from './track-sweep.ts';

const LEASE_MS = 30 * 60_000;

export interface TuneReport {
  readonly id: string;
  /** `stopped`: the time was over; the same command goes on. */
  readonly status: 'done' | 'stopped';
  /** True where this very sweep had been finished before. */
  readonly nothingToDo: boolean;
  readonly trials: readonly Trial[];
  readonly outcome?: SweepOutcome | undefined;
}

/** Tunes what trainings of the home use, from what is known at the context's origin; goes on where an earlier attempt ended. */
export async function tuneHome(context: RunContext, options: TuneOptions): Promise<TuneReport> {
  const { store, nowMs } = context;
  const lightgbm = await context.openLightGbm();
  if (lightgbm === undefined)
    throw new GridcastError('TUNE_LIBRARY_MISSING', { reason: 'the native library LightGBM is missing.' });
  const lease = { name: TUNING_LEASE, holder: processHolder() };
  await runHour(context, 'collect');
  await acquireLease(store.catalogue, { ...lease, nowMs: nowMs(), ttlMs: LEASE_MS });
  try {
    using known = await loadKnown(context, 'whole');
    const plan = await planSweep(context, known, options);
    const sweep = new Sweep({ context, options, lease, known, plan, lightgbm });
    return await trackSweep(context, plan.id, () => sweep.run());
  } finally {
    await releaseLease(store.catalogue, lease);
  }
}

interface SweepParts {
  readonly context: RunContext;
  readonly options: TuneOptions;
  readonly lease: { readonly name: string; readonly holder: string };
  readonly known: LoadedEngine;
  readonly plan: SweepPlan;
  readonly lightgbm: LightGbm;
}

/** One attempt at a sweep. */
class Sweep {
  readonly #parts: SweepParts;
  #tables: LinkedTables | undefined;

  constructor(parts: SweepParts) {
    this.#parts = parts;
  }

  async run(): Promise<TuneReport> {
    const { context, plan, options } = this.#parts;
    const { catalogue } = context.store;
    const { id } = plan;
    const earlier = await findSweep(catalogue, id);
    if (earlier?.status === 'done') {
      const trials = await readTrials(catalogue, id);
      return { id, status: 'done', nothingToDo: true, trials, outcome: outcomeOf(earlier) ?? undefined };
    }
    const inForce = await this.#begin();
    try {
      const trials = await this.#runTrials(inForce);
      if (trials.length <= options.trials) return await this.#stop(trials);
      return { id, status: 'done', nothingToDo: false, trials, outcome: await this.#decide(trials) };
    } catch (thrown) {
      await this.#stop([]);
      throw thrown;
    }
  }

  /** Notes the sweep down; what trial 0 sets is what was in force when it was first begun. */
  async #begin(): Promise<Settings> {
    const { context, plan, options } = this.#parts;
    const { store, origin, delayHours, nowMs } = context;
    const earlier = await findSweep(store.catalogue, plan.id);
    if (earlier !== undefined) {
      await startSweep(store.catalogue, earlier);
      return (JSON.parse(earlier.inputs) as { readonly inForce: Settings }).inForce;
    }
    const tuned = await readTuned(context);
    const inForce = tuned?.terms.isLong === plan.terms.isLong ? tuned.settings : {};
    const inputs = { ...(plan.inputs as Record<string, Json>), spaceName: options.spaceName, inForce };
    await startSweep(store.catalogue, {
      id: plan.id,
      as_of: origin,
      delay_hours: delayHours,
      inputs: canonicalJson(inputs),
      started_at: isoOfMs(nowMs()),
    });
    return inForce;
  }

  async #runTrials(inForce: Settings): Promise<readonly Trial[]> {
    const { context, options, known, plan } = this.#parts;
    const { nowMs, progress, signal, config } = context;
    const finished = await readTrials(context.store.catalogue, plan.id);
    if (finished.length > options.trials) return finished;
    const endMs = options.budgetMinutes === undefined ? Infinity : nowMs() + options.budgetMinutes * 60_000;
    const { space, sampler, pruning, trials } = options;
    const sweep = { space, sampler, pruning, trials, folds: options.folds, seed: config.seed, inForce };
    using evaluator = await openEvaluator({ context, options, known, plan, inForce });
    this.#tables = evaluator.tables;
    return await runSweep(sweep, {
      finished,
      propose: (settings) => evaluator.propose(settings),
      evaluate: (settings, fold) => evaluator.evaluate(settings, fold),
      workers: options.workers,
      keep: (trial) => this.#keep(trial, evaluator.costOf(trial.settings)),
      isOver: () => nowMs() >= endMs,
      progress,
      signal,
    });
  }

  /** One transaction for every finished trial. */
  async #keep(trial: Trial, cost: TrialCost): Promise<void> {
    const { context, plan, lease } = this.#parts;
    const { catalogue } = context.store;
    await renewLease(catalogue, { ...lease, nowMs: context.nowMs(), ttlMs: LEASE_MS });
    await catalogue.transaction().execute(async (transaction) => {
      await assertLease(transaction, lease);
      await putSweepTrial(transaction, rowOf(plan.id, trial, cost));
    });
  }

  async #stop(trials: readonly Trial[]): Promise<TuneReport> {
    const { context, plan } = this.#parts;
    const end = { id: plan.id, status: 'stopped' as const, ended_at: isoOfMs(context.nowMs()) };
    await endSweep(context.store.catalogue, end);
    return { id: plan.id, status: 'stopped', nothingToDo: false, trials };
  }

  /** Tests the winner on the origins that no trial has seen, and publishes the sweep with what follows from it. */
  async #decide(trials: readonly Trial[]): Promise<SweepOutcome> {
    const { context, plan, lease } = this.#parts;
    const { lake, catalogue } = context.store;
    const winner = bestTrial(trials);
    const outcome = await this.#judge(trials, winner);
    const document = { id: plan.id, inputs: plan.inputs, trials: trials.map(trialJson), outcome };
    const sweep = await lake.putBytes('sweeps', 'json', canonicalJson(document as unknown as Json));
    const configuration = {
      format: 1 as const,
      settings: outcome.settings,
      terms: plan.terms,
      sweep: plan.id,
      trial: winner?.number ?? 0,
      mase: (winner && meanMase(winner)) ?? 0,
      heldOut: outcome.heldOut,
    };
    const tuned = outcome.isInForce
      ? await lake.putBytes('configurations', 'json', formatConfiguration(configuration))
      : undefined;
    await catalogue.transaction().execute(async (transaction) => {
      await assertLease(transaction, lease);
      await endSweep(transaction, {
        id: plan.id,
        status: 'done',
        ended_at: isoOfMs(context.nowMs()),
        outcome: canonicalJson(outcome as unknown as Json),
        object_key: sweep.key,
      });
      if (tuned === undefined) return;
      const { reason } = outcome;
      const row = { object_key: tuned.key, sweep_id: plan.id, reason, set_as_of: context.origin };
      await setTunedConfiguration(transaction, { ...tunedFor(context), ...row });
    });
    return outcome;
  }

  async #judge(trials: readonly Trial[], winner: Trial | undefined): Promise<SweepOutcome> {
    const inForce = trials.find(({ number }) => number === 0);
    const first = judgeOnFolds(inForce, winner);
    const base = { winner: winner?.number ?? null, settings: winner?.settings ?? {} };
    if (!first.isBetter || winner === undefined)
      return { ...base, isInForce: false, reason: first.reason, heldOut: [] };
    const heldOut = await this.#scoreHeldOut(inForce?.settings ?? {}, winner.settings);
    const { isBetter, reason } = judgeOnHeldOut(heldOut);
    return { ...base, isInForce: isBetter, reason, heldOut };
  }

  async #scoreHeldOut(inForce: Settings, tuned: Settings): Promise<HeldOutOrigin[]> {
    const { context, known, plan, lightgbm, options } = this.#parts;
    this.#tables ??= (await rowsOf({ ...this.#parts, inForce })).tables;
    const { config, source, delayHours, calendar, progress, logger, signal } = context;
    await using helpers = new AsyncDisposableStack();
    const besides: LightGbm[] = [];
    for (let more = 1; more < options.workers; more++)
      besides.push(helpers.use(await LightGbm.open({ threads: 1 })));
    return await scoreHeldOut({
      engine: known.engine,
      lightgbm,
      besides,
      keyNames: known.loaded.keyNames,
      series: known.loaded.series,
      origins: plan.folds.heldOut,
      delayHours,
      calendar,
      covariates: covariateFacts(context),
      nonNegative: source.declaration.valuesAtLeastZero,
      seed: config.seed,
      maxRows: config.train.maxRows,
      terms: plan.terms,
      inForce,
      tuned,
      built: this.#tables,
      progress,
      logger,
      signal,
    });
  }
}

/** Goes back to the defaults for the home's delay, view and covariates; false where they are in force already. */
export async function resetTuning(context: RunContext, reason: string): Promise<boolean> {
  const row = await findTunedRow(context);
  if (row?.object_key == null) return false;
  const values = { object_key: null, sweep_id: null, reason, set_as_of: context.origin };
  await context.store.catalogue
    .transaction()
    .execute((transaction) => setTunedConfiguration(transaction, { ...tunedFor(context), ...values }));
  return true;
}
