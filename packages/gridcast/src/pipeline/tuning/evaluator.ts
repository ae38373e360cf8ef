/** Evaluates trials on folds: rows made once, fits in workers, scores here. */
import {
  applySettings,
  memberFeatures,
  scoreFold,
  type FoldScore,
  type FoldTask,
  type BuiltVectors,
  type Settings,
  type SweepRows,
} from '../../train/index.ts';
import { canonicalJson } from '../../core/index.ts';
import type { RunContext } from '../run-context.ts';
import { covariateFacts, type LoadedEngine } from '../serving.ts';
import type { SweepPlan, TuneOptions } from './sweep-plan.ts';
import { rowsOnFolds } from './rows-on-folds.ts';
import { WorkerPool } from './worker-pool.ts';

export interface EvaluatorParts {
  readonly context: RunContext;
  readonly options: TuneOptions;
  readonly known: LoadedEngine;
  readonly plan: SweepPlan;
  readonly inForce: Settings;
}

export interface Evaluator extends Disposable {
  /** Hears of what is to be evaluated next. */
  readonly propose: (settings: readonly Settings[]) => void;
  readonly evaluate: (settings: Settings, fold: number) => Promise<FoldScore | { readonly reason: string }>;
  /** The vectors of the rows, and of those that the winner is judged by. */
  readonly built: BuiltVectors;
  /** What the evaluations of some settings took so far. */
  readonly costOf: (settings: Settings) => TrialCost;
}

/** What a trial took in this attempt. */
export interface TrialCost {
  readonly durationMs: number;
  /** The most that the workers that fitted it had held until then; undefined where none told. */
  readonly peakMiB: number | undefined;
}

/** Builds the rows of a sweep and starts its workers. */
export async function openEvaluator(parts: EvaluatorParts): Promise<Evaluator> {
  const building = rowsOf(parts);
  const { workers, memoryMiB } = parts.options;
  const pool = new WorkerPool({ rows: building.then(({ learning }) => learning), workers, memoryMiB });
  try {
    return new PooledEvaluator(parts, await building, pool);
  } catch (thrown) {
    pool[Symbol.dispose]();
    throw thrown;
  }
}

type Fitted = Promise<{
  readonly byRounds: ReadonlyMap<number, Float64Array>;
  readonly peakMiB: number;
}>;

/** Trials that differ only in their number of trees are fitted as one. */
class PooledEvaluator implements Evaluator {
  readonly #parts: EvaluatorParts;
  readonly #rows: SweepRows;
  readonly #pool: WorkerPool;
  readonly #costs = new Map<string, TrialCost>();
  /** The numbers of trees that are wanted of each fit, and the fits that were begun, of one generation. */
  #rounds = new Map<string, Set<number>>();
  #fits = new Map<string, Fitted>();

  constructor(parts: EvaluatorParts, rows: SweepRows, pool: WorkerPool) {
    this.#parts = parts;
    this.#rows = rows;
    this.#pool = pool;
  }

  get built(): BuiltVectors {
    return this.#rows.built;
  }

  propose(settings: readonly Settings[]): void {
    this.#rounds = new Map();
    this.#fits = new Map();
    for (const one of settings) {
      const { key, rounds } = this.#fitOf(one);
      this.#rounds.set(key, (this.#rounds.get(key) ?? new Set()).add(rounds));
    }
  }

  async evaluate(settings: Settings, fold: number): Promise<FoldScore | { readonly reason: string }> {
    const { nowMs } = this.#parts.context;
    const started = nowMs();
    let peakMiB: number | undefined;
    const { key, rounds, task } = this.#fitOf(settings);
    try {
      const fit = `${fold} ${key}`;
      const fitted =
        this.#fits.get(fit) ?? this.#begin(task, fold, this.#rounds.get(key) ?? new Set([rounds]));
      this.#fits.set(fit, fitted);
      const { byRounds, peakMiB: held } = await fitted;
      peakMiB = held;
      const differences = byRounds.get(rounds);
      const scoring = this.#rows.scoring[fold];
      if (differences === undefined || scoring === undefined)
        throw new RangeError(`There is no fold ${fold}.`);
      return scoreFold(differences, scoring, this.#rows.member.link);
    } finally {
      const before = this.costOf(settings);
      const peaks = [before.peakMiB, peakMiB].filter((one) => one !== undefined);
      this.#costs.set(canonicalJson(settings), {
        durationMs: before.durationMs + nowMs() - started,
        peakMiB: peaks.length === 0 ? undefined : Math.max(...peaks),
      });
    }
  }

  costOf(settings: Settings): TrialCost {
    return this.#costs.get(canonicalJson(settings)) ?? { durationMs: 0, peakMiB: undefined };
  }

  [Symbol.dispose](): void {
    this.#pool[Symbol.dispose]();
  }

  async #begin(task: Omit<FoldTask, 'fold' | 'rounds'>, fold: number, wanted: ReadonlySet<number>): Fitted {
    const rounds = [...wanted].sort((a, b) => a - b);
    const { differences, peakMiB } = await this.#pool.fit({ ...task, fold, rounds });
    const byRounds = new Map(rounds.map((count, place) => [count, differences[place] as Float64Array]));
    return { byRounds, peakMiB };
  }

  #fitOf(settings: Settings) {
    const { rounds, ...task } = taskOf(this.#parts, this.#rows, settings);
    return { rounds, task, key: canonicalJson(task) };
  }
}

function taskOf({ context }: EvaluatorParts, { member, learning }: SweepRows, settings: Settings) {
  const tuned = applySettings(member, settings);
  const columns = memberFeatures(tuned, covariateFacts(context))
    .map(({ name }) => name)
    .filter((name) => learning.names.includes(name));
  return { columns, rounds: tuned.rounds, params: { ...tuned.params, seed: context.config.seed } };
}

function rowsOf({ context, options, known, plan, inForce }: EvaluatorParts): Promise<SweepRows> {
  const { groups } = options.space;
  const choices = groups?.kind === 'choice' ? groups.values : [];
  const settings: Settings[] = [{}, inForce, ...choices.map((value) => ({ groups: value }))];
  return rowsOnFolds({ context, known, plan }, { settings });
}
