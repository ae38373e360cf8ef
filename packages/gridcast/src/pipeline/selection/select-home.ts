/** A selection over a home: what columns are worth, which go, how the rest does on later origins, and what is put in force. */
import { canonicalJson, GridcastError, isoOfMs, type Json } from '../../core/index.ts';
import {
  assertLease,
  endSelection,
  findSelection,
  getSelection,
  listSelectionSteps,
  putSelectionStep,
  startSelection,
  type Catalogue,
} from '../../store/index.ts';
import {
  chosenStep,
  eliminate,
  estimate,
  judgeOnHeldOut,
  leavingOut,
  leftOutBy,
  type HeldOutOrigin,
  type SelectionStep,
  type Settings,
  type TunedConfiguration,
  type TuningTerms,
} from '../../train/index.ts';
import type { RunContext } from '../run-context.ts';
import { putTuned, settingsInForce, tunedFor } from '../tuning/in-force.ts';
import { scoreSettings } from '../tuning/score-settings.ts';
import { renewTuningLease, withTuningLease, type TuningHome } from '../tuning/tuning-lease.ts';
import { openMeasurer } from './measurer.ts';
import { planSelection, type SelectionPlan, type SelectOptions } from './selection-plan.ts';

/** How a selection ended; JSON-safe. */
export interface SelectionOutcome {
  /** The number of the chosen step. */
  readonly step: number;
  /** The columns that stay, in the order of the table. */
  readonly columns: readonly string[];
  readonly leftOut: readonly string[];
  /** Columns that stay for the scored days cannot judge them: they lack codes that trees learn from. */
  readonly unjudged: readonly string[];
  /** What trees are set to with these columns. */
  readonly settings: Settings;
  /** Whether it was put in force when it ended. */
  readonly isInForce: boolean;
  readonly reason: string;
  /** The whole ensemble on days that no step has seen; empty where the columns are those in force. */
  readonly heldOut: readonly HeldOutOrigin[];
}

export interface SelectionReport {
  readonly id: string;
  /** True where this very selection had been finished before. */
  readonly nothingToDo: boolean;
  readonly steps: readonly SelectionStep[];
  readonly outcome: SelectionOutcome;
}

/** Selects the columns of a home's trees from what is known at the context's origin; goes on where an earlier attempt ended. */
export async function selectHome(context: RunContext, options: SelectOptions): Promise<SelectionReport> {
  return withTuningLease(context, async (home) => {
    const plan = await planSelection(context, home.known, options);
    return new Selection({ ...home, options, plan }).run();
  });
}

/** Every measured step of a selection, in order. */
export async function readSteps(catalogue: Catalogue, selection: string): Promise<SelectionStep[]> {
  const rows = await listSelectionSteps(catalogue, selection);
  return rows.map(({ measured }) => JSON.parse(measured) as SelectionStep);
}

interface SelectionParts extends TuningHome {
  readonly options: SelectOptions;
  readonly plan: SelectionPlan;
}

/** What the folds said. */
interface Measured {
  readonly steps: readonly SelectionStep[];
  readonly unjudged: readonly string[];
}

/** One attempt at a selection. */
class Selection {
  readonly #parts: SelectionParts;

  constructor(parts: SelectionParts) {
    this.#parts = parts;
  }

  async run(): Promise<SelectionReport> {
    const { context, plan } = this.#parts;
    const { catalogue } = context.store;
    const { id } = plan;
    const earlier = await findSelection(catalogue, id);
    if (earlier?.status === 'done') {
      const outcome = JSON.parse(earlier.outcome ?? 'null') as SelectionOutcome;
      return { id, nothingToDo: true, steps: await readSteps(catalogue, id), outcome };
    }
    await startSelection(catalogue, {
      id,
      as_of: context.origin,
      delay_hours: context.delayHours,
      inputs: canonicalJson(plan.inputs),
      started_at: isoOfMs(context.nowMs()),
    });
    try {
      const measured = await this.#measureSteps();
      const outcome = await this.#decide(measured);
      return { id, nothingToDo: false, steps: measured.steps, outcome };
    } catch (thrown) {
      await endSelection(catalogue, { id, status: 'stopped', ended_at: isoOfMs(context.nowMs()) });
      throw thrown;
    }
  }

  async #measureSteps(): Promise<Measured> {
    const { context, plan } = this.#parts;
    const measured = await readSteps(context.store.catalogue, plan.id);
    using measurer = await openMeasurer(this.#parts);
    const { unjudged } = measurer;
    const steps = await eliminate(measurer.columns, {
      kept: [...plan.kept, ...unjudged],
      measured,
      measure: measurer.measure,
      keep: (step) => this.#keep(step),
      progress: context.progress,
      signal: context.signal,
    });
    return { steps, unjudged };
  }

  /** One transaction for every measured step. */
  async #keep(step: SelectionStep): Promise<void> {
    const { context, plan, lease } = this.#parts;
    await renewTuningLease(this.#parts);
    await context.store.catalogue.transaction().execute(async (transaction) => {
      await assertLease(transaction, lease);
      const measured = canonicalJson(step as unknown as Json);
      await putSelectionStep(transaction, { selection_id: plan.id, number: step.number, measured });
    });
  }

  /** Tests what is left on the origins that no step has seen, and publishes the selection with what follows from it. */
  async #decide(measured: Measured): Promise<SelectionOutcome> {
    const { context, plan, lease } = this.#parts;
    const { lake, catalogue } = context.store;
    const { steps } = measured;
    const outcome = await this.#judge(measured);
    const document = { id: plan.id, inputs: plan.inputs, steps, outcome };
    const object = await lake.putBytes('selections', 'json', canonicalJson(document as unknown as Json));
    const put = outcome.isInForce
      ? await putTuned(context, configurationOf({ id: plan.id, terms: plan.terms, steps, outcome }))
      : undefined;
    await catalogue.transaction().execute(async (transaction) => {
      await assertLease(transaction, lease);
      await endSelection(transaction, {
        id: plan.id,
        status: 'done',
        ended_at: isoOfMs(context.nowMs()),
        outcome: canonicalJson(outcome as unknown as Json),
        object_key: object.key,
      });
      await put?.(transaction, outcome.reason);
    });
    return outcome;
  }

  async #judge({ steps, unjudged }: Measured): Promise<SelectionOutcome> {
    const { inForce } = this.#parts.plan;
    const chosen = chosenStep(steps);
    const { number: step = 0, columns = [] } = chosen ?? {};
    const leftOut = (steps[0]?.columns ?? []).filter((name) => !columns.includes(name));
    const settings = leavingOut(inForce, leftOut);
    const base = { step, columns, leftOut, unjudged, settings };
    if (canonicalJson(leftOutBy(settings)) === canonicalJson(leftOutBy(inForce))) {
      const reason = leftOut.length === 0 ? 'no column may go' : 'these columns are in force';
      return { ...base, isInForce: false, reason, heldOut: [] };
    }
    const heldOut = await scoreSettings(this.#parts, {
      inForce,
      tuned: settings,
      workers: this.#parts.options.workers,
    });
    const { isBetter, reason } = judgeOnHeldOut(heldOut);
    return { ...base, isInForce: isBetter, reason, heldOut };
  }
}

/** A finished selection. */
interface Found {
  readonly id: string;
  readonly terms: TuningTerms;
  readonly steps: readonly SelectionStep[];
  readonly outcome: SelectionOutcome;
}

function configurationOf({ id, terms, steps, outcome }: Found): TunedConfiguration {
  const { settings, columns, heldOut } = outcome;
  const mase = estimate(steps[outcome.step]?.mase ?? []).mean;
  return { format: 1, settings, terms, selection: id, columns, mase, heldOut };
}

/**
 * Puts what a finished selection left in force, whatever later days said, beside what else is tuned.
 *
 * @throws SELECT_RUN_UNKNOWN; SELECT_NOTHING_LEFT_OUT where it is not finished, left out no column, or was made for other terms
 */
export async function useSelection(
  context: RunContext,
  start: string,
  reason: string,
): Promise<SelectionOutcome> {
  const { catalogue } = context.store;
  const row = await getSelection(catalogue, start);
  const refuse = (why: string): never => {
    throw new GridcastError('SELECT_NOTHING_LEFT_OUT', { selection: row.id.slice(0, 12), reason: why });
  };
  const outcome = row.outcome === null ? refuse('it is not finished') : row.outcome;
  const found = JSON.parse(outcome) as SelectionOutcome;
  if (found.leftOut.length === 0) refuse('it leaves out no column');
  const { terms } = JSON.parse(row.inputs) as { readonly terms: TuningTerms };
  const { delay_hours: delayHours, view, covariates } = tunedFor(context);
  const isOfHome =
    terms.delayHours === delayHours &&
    terms.view === view &&
    canonicalJson([...terms.covariates]) === covariates;
  if (!isOfHome) refuse('it was made for another delay, feature view or set of covariates');
  const settings = leavingOut(await settingsInForce(context, terms), found.leftOut);
  const steps = await readSteps(catalogue, row.id);
  const outcomeNow = { ...found, settings };
  const put = await putTuned(context, configurationOf({ id: row.id, terms, steps, outcome: outcomeNow }));
  await catalogue.transaction().execute((transaction) => put(transaction, reason));
  return found;
}
