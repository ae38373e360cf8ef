/** Runs the trials of a sweep, generation by generation. */
import { GridcastError, reasonOf, type ProgressListener } from '../../core/index.ts';
import { pruners, type PruningName } from './pruning.ts';
import { looksBack, propose, type SamplerName } from './samplers/index.ts';
import type { Settings, Space } from './space.ts';
import { leavingOut, leftOutBy } from './tunables.ts';
import { bestTrial, meanMase, type FoldScore, type Trial } from './trial.ts';

/** So many trials are proposed at once, from what earlier generations found: neither workers nor time decide what is proposed. */
const GENERATION = 10;

/** Where nothing depends on what earlier trials found, all are one generation: no worker waits, and most trees are shared. */
function generationSize({ sampler, pruning, trials }: SweepOptions): number {
  return looksBack(sampler) || pruning !== 'none' ? GENERATION : trials;
}

/** A line is written for people after so many trials. */
const TOLD = 10;

/** Evaluations that are begun for each worker: trials that share a fit wait for it, and a worker should not. */
const LANES_PER_WORKER = 4;

export interface SweepOptions {
  readonly space: Space;
  readonly sampler: SamplerName;
  readonly pruning: PruningName;
  readonly trials: number;
  readonly folds: number;
  readonly seed: number;
  /** What trial 0 sets: the configuration in force. */
  readonly inForce: Settings;
}

export interface SweepRun {
  /** Trials that an earlier attempt finished. */
  readonly finished: readonly Trial[];
  /** Hears of what is to be evaluated together, before it is. */
  readonly propose: (settings: readonly Settings[]) => void;
  /** Fits and scores one trial on one fold; a reason where it has no score. What it throws is the trial's failure, but for a GridcastError. */
  readonly evaluate: (settings: Settings, fold: number) => Promise<FoldScore | { readonly reason: string }>;
  /** How many fits are carried out at once. */
  readonly workers: number;
  /** Keeps a trial that is finished: done, pruned or failed. */
  readonly keep: (trial: Trial) => Promise<void>;
  /** True from the instant on after which nothing new is begun. */
  readonly isOver: () => boolean;
  readonly progress: ProgressListener;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs what is not finished yet, in the order of the numbers.
 *
 * @returns every finished trial by number; fewer than asked for where the time was over.
 * Invariant: a trial's settings and scores depend on the options and the rows alone, not on workers, time or attempts.
 */
export async function runSweep(options: SweepOptions, run: SweepRun): Promise<readonly Trial[]> {
  const trials = new Map(run.finished.map((trial) => [trial.number, trial]));
  const generations = 1 + Math.ceil(options.trials / generationSize(options));
  for (let generation = 0; generation < generations; generation++) {
    const earlier = sorted(trials.values()).filter((trial) => trial.generation < generation);
    const drafts = draftsOf(options, generation, earlier);
    const work = new Generation(options, run, { trials, earlier, drafts });
    if (!(await work.finish())) break;
    report(options, run, { generation, generations, trials });
  }
  return sorted(trials.values());
}

function sorted(trials: Iterable<Trial>): Trial[] {
  return [...trials].sort((a, b) => a.number - b.number);
}

/** The first generation is the configuration in force alone. */
function draftsOf(options: SweepOptions, generation: number, earlier: readonly Trial[]): Draft[] {
  if (generation === 0) return [draft(0, 0, options.inForce)];
  const size = generationSize(options);
  const first = (generation - 1) * size + 1;
  const count = Math.min(size, options.trials - first + 1);
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  // columns that were selected stay so: a sweep looks for the rest
  const kept = leavingOut({}, leftOutBy(options.inForce));
  const proposed = propose(options.sampler, { ...options, kept, earlier }, numbers);
  return numbers.map((number, i) => draft(number, generation, proposed[i] ?? {}));
}

/** A trial that is under way. */
interface Draft {
  readonly number: number;
  readonly generation: number;
  readonly settings: Settings;
  readonly answers: (FoldScore | { readonly reason: string } | undefined)[];
  end?: Pick<Trial, 'status' | 'reason'>;
}

function draft(number: number, generation: number, settings: Settings): Draft {
  return { number, generation, settings, answers: [] };
}

interface GenerationState {
  readonly trials: Map<number, Trial>;
  readonly earlier: readonly Trial[];
  readonly drafts: readonly Draft[];
}

/** One generation: rungs of folds, between which trials may be given up. */
class Generation {
  readonly #options: SweepOptions;
  readonly #run: SweepRun;
  readonly #state: GenerationState;

  constructor(options: SweepOptions, run: SweepRun, state: GenerationState) {
    this.#options = options;
    this.#run = run;
    this.#state = state;
    for (const one of state.drafts) recall(one, state.trials.get(one.number));
  }

  /** False where the time was over before all were finished. */
  async finish(): Promise<boolean> {
    const { folds, pruning } = this.#options;
    const everyFold = Array.from({ length: folds }, (_, fold) => fold);
    const rungs = pruning === 'none' ? [everyFold] : everyFold.map((fold) => [fold]);
    for (const rung of rungs) {
      const alive = this.#state.drafts.filter(({ end }) => end === undefined);
      this.#run.propose(alive.map(({ settings }) => settings));
      const tasks = alive.flatMap((one) => rung.map((fold) => ({ one, fold })));
      await this.#evaluateAll(tasks.filter(({ one, fold }) => one.answers[fold] === undefined));
      const waiting = alive.filter(({ answers }) => rung.some((fold) => answers[fold] === undefined));
      if (waiting.length > 0) return false;
      const last = rung.at(-1) ?? 0;
      if (last < folds - 1) this.#prune(last + 1);
      for (const one of this.#state.drafts) await this.#keep(one);
    }
    return true;
  }

  /** Carries tasks out in their order, so many at once, until the time is over. */
  async #evaluateAll(tasks: readonly { readonly one: Draft; readonly fold: number }[]): Promise<void> {
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let task = tasks[next++]; task !== undefined; task = tasks[next++]) {
        this.#run.signal?.throwIfAborted();
        if (this.#run.isOver()) return;
        await this.#evaluate(task.one, task.fold);
      }
    };
    await Promise.all(Array.from({ length: LANES_PER_WORKER * this.#run.workers }, lane));
  }

  async #evaluate(one: Draft, fold: number): Promise<void> {
    try {
      one.answers[fold] = await this.#run.evaluate(one.settings, fold);
    } catch (thrown) {
      this.#run.signal?.throwIfAborted();
      // an error of the table is no trial's own: the sweep cannot go on
      if (thrown instanceof GridcastError) throw thrown;
      one.answers[fold] = { reason: reasonOf(thrown) };
    }
    const isWhole = Array.from({ length: this.#options.folds }, (_, place) => one.answers[place]);
    if (isWhole.every((answer) => answer !== undefined)) await this.#keep(one);
  }

  #prune(foldsDone: number): void {
    const { drafts, earlier } = this.#state;
    const scored = drafts
      .map((one) => ({ one, number: one.number, folds: scoresOf(one).slice(0, foldsDone) }))
      .filter(({ folds, one }) => folds.length === foldsDone && one.number > 0);
    const reasons = pruners[this.#options.pruning]({ alive: scored, earlier, foldsDone });
    for (const { one } of scored) {
      const reason = reasons.get(one.number);
      if (reason !== undefined) one.end ??= { status: 'pruned', reason };
    }
  }

  /** Keeps a trial once nothing more is to come of it. */
  async #keep(one: Draft): Promise<void> {
    if (this.#state.trials.has(one.number)) return;
    const trial = finishedTrial(one, this.#options.folds);
    if (trial === undefined) return;
    one.end ??= { status: trial.status };
    this.#state.trials.set(one.number, trial);
    const done = this.#state.trials.size;
    await this.#run.keep(trial);
    this.#tell(done);
  }

  #tell(done: number): void {
    const { trials } = this.#state;
    const total = this.#options.trials + 1;
    const note = bestSoFar(trials);
    this.#run.progress({ task: 'trials', done, total, ...(note === undefined ? {} : { note }) });
    if (done % TOLD === 0) this.#run.progress({ task: `${done} of ${total} trials`, done, total: done });
  }
}

/** The best score so far, for people. */
function bestSoFar(trials: ReadonlyMap<number, Trial>): string | undefined {
  const best = bestTrial([...trials.values()]);
  const score = best === undefined ? undefined : meanMase(best);
  return score === undefined ? undefined : `best MASE ${score.toFixed(4)} by trial ${best?.number}`;
}

/** Takes over what an earlier attempt found out. */
function recall(one: Draft, kept: Trial | undefined): void {
  if (kept === undefined) return;
  one.answers.push(...kept.folds);
  one.end =
    kept.reason === undefined ? { status: kept.status } : { status: kept.status, reason: kept.reason };
}

/** Scores up to the first fold without one. */
function scoresOf({ answers }: Draft): FoldScore[] {
  const scores: FoldScore[] = [];
  for (const answer of answers) {
    if (answer === undefined || 'reason' in answer) break;
    scores.push(answer);
  }
  return scores;
}

function finishedTrial(one: Draft, folds: number): Trial | undefined {
  const { number, generation, settings, answers, end } = one;
  const scores = scoresOf(one);
  const trial = { number, generation, settings, folds: scores };
  if (end?.status === 'pruned') return { ...trial, ...end };
  if (scores.length === folds) return { ...trial, status: 'done' };
  const failure = answers[scores.length];
  if (failure === undefined || !('reason' in failure)) return undefined;
  return { ...trial, status: 'failed', reason: `fold ${scores.length + 1}: ${failure.reason}` };
}

/** A line for people at the end of each generation. */
function report(
  { trials: wanted }: SweepOptions,
  { progress }: SweepRun,
  at: { readonly generation: number; readonly generations: number; readonly trials: Map<number, Trial> },
): void {
  const best = bestSoFar(at.trials);
  const done = `${at.trials.size} of ${wanted + 1} trials finished`;
  progress({
    task: `generation ${at.generation} of ${at.generations - 1}`,
    done: 1,
    total: 1,
    note: best === undefined ? done : `${done}, ${best}`,
  });
}
