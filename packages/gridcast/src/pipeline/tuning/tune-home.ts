/** A sweep over a home: its trials, the winner's test on later origins, and what is put in force. */
import { canonicalJson, isoOfMs, type Json } from '../../core/index.ts';
import {
  assertLease,
  endSweep,
  findSweep,
  putSweepTrial,
  setTunedConfiguration,
  startSweep,
} from '../../store/index.ts';
import {
  bestTrial,
  judgeOnFolds,
  judgeOnHeldOut,
  runSweep,
  type BuiltVectors,
  type Settings,
  type Trial,
} from '../../train/index.ts';
import type { RunContext } from '../run-context.ts';
import { findTunedRow, putTuned, settingsInForce, tunedFor } from './in-force.ts';
import { openEvaluator, type TrialCost } from './evaluator.ts';
import { planSweep, type SweepPlan, type TuneOptions } from './sweep-plan.ts';
import { scoreSettings } from './score-settings.ts';
import {
  configurationOf,
  outcomeOf,
  readTrials,
  rowOf,
  trialJson,
  type SweepOutcome,
} from './sweep-record.ts';
import { trackSweep } from './track-sweep.ts';
import { renewTuningLease, withTuningLease, type TuningHome } from './tuning-lease.ts';

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
  return withTuningLease(context, async (home) => {
    const plan = await planSweep(context, home.known, options);
    return trackSweep(context, plan.id, () => new Sweep({ ...home, options, plan }).run());
  });
}

interface SweepParts extends TuningHome {
  readonly options: TuneOptions;
  readonly plan: SweepPlan;
}

/** One attempt at a sweep. */
class Sweep {
  readonly #parts: SweepParts;
  #built: BuiltVectors | undefined;

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
    const inForce = await settingsInForce(context, plan.terms);
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
    this.#built = evaluator.built;
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
    await renewTuningLease(this.#parts);
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
    const found = { id: plan.id, terms: plan.terms, heldOut: outcome.heldOut };
    const put =
      outcome.isInForce && winner !== undefined
        ? await putTuned(context, configurationOf({ ...found, winner }))
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
      await put?.(transaction, outcome.reason);
    });
    return outcome;
  }

  async #judge(trials: readonly Trial[], winner: Trial | undefined): Promise<SweepOutcome> {
    const inForce = trials.find(({ number }) => number === 0);
    const first = judgeOnFolds(inForce, winner);
    const base = { winner: winner?.number ?? null, settings: winner?.settings ?? {} };
    if (!first.isBetter || winner === undefined)
      return { ...base, isInForce: false, reason: first.reason, heldOut: [] };
    const heldOut = await scoreSettings(this.#parts, {
      built: this.#built,
      workers: this.#parts.options.workers,
      inForce: inForce?.settings ?? {},
      tuned: winner.settings,
    });
    const { isBetter, reason } = judgeOnHeldOut(heldOut);
    return { ...base, isInForce: isBetter, reason, heldOut };
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
