/** Measures sets of columns on folds: rows made once, fits and moved forecasts in workers, scores here. */
import { GridcastError, isoOfHour, reasonOf } from '../../core/index.ts';
import {
  applySettings,
  drawDonors,
  leavingOut,
  memberFeatures,
  movedSets,
  originScorer,
  summariseFolds,
  unitsOf,
  unseenCodes,
  type FoldMeasure,
  type MeasureTask,
  type OriginScorer,
  type SelectionStep,
  type SweepRows,
} from '../../train/index.ts';
import type { RunContext } from '../run-context.ts';
import { covariateFacts } from '../serving.ts';
import { rowsOnFolds } from '../tuning/rows-on-folds.ts';
import type { TuningHome } from '../tuning/tuning-lease.ts';
import { WorkerPool } from '../tuning/worker-pool.ts';
import type { SelectionPlan, SelectOptions } from './selection-plan.ts';

/** Every column is moved so many times; a rise in error is the mean over them. */
const REPETITIONS = 3;
/** Rows that all folds together are scored on: each is forecast anew for every column, family and repetition. */
const MOST_SCORED = 40_000;

export interface MeasurerParts extends Pick<TuningHome, 'context' | 'known'> {
  readonly options: SelectOptions;
  readonly plan: SelectionPlan;
}

export interface Measurer extends Disposable {
  /** All columns, in the order of the table. */
  readonly columns: readonly string[];
  /** Those that the scored days cannot judge. */
  readonly unjudged: readonly string[];
  readonly measure: (number: number, columns: readonly string[]) => Promise<SelectionStep>;
}

/** Builds the rows and starts the workers. @throws TUNE_HISTORY_TOO_SHORT where no row can be scored */
export async function openMeasurer(parts: MeasurerParts): Promise<Measurer> {
  const { context, options, plan } = parts;
  const settings = leavingOut(plan.inForce, []);
  const rows = await rowsOnFolds(parts, { settings: [settings], mostScored: MOST_SCORED });
  const { learning } = rows;
  const member = applySettings(rows.member, settings);
  const columns = memberFeatures(member, covariateFacts(context))
    .map(({ name }) => name)
    .filter((name) => learning.names.includes(name));
  const folds = scoredFolds(context, rows);
  const { workers, memoryMiB } = options;
  const pool = new WorkerPool({ rows: Promise.resolve(learning), workers, memoryMiB });
  const fit = { rounds: member.rounds, params: { ...member.params, seed: context.config.seed } };
  return {
    columns,
    unjudged: unseenCodes(learning).filter((name) => columns.includes(name)),
    measure: async (number, set) => {
      const units = unitsOf(set, plan.familyOf);
      const task = { ...fit, columns: set, units: movedSets(units) };
      let done = 0;
      const measured = folds.map(async ({ donors, score }, fold) => {
        const measure = await measureFold(pool, { ...task, fold, donors }, memoryMiB);
        done += 1;
        if (done < folds.length) context.progress({ task: `step ${number}`, done, total: folds.length });
        return { measure, score };
      });
      return summariseFolds(number, units, await Promise.all(measured));
    },
    [Symbol.dispose]: () => pool[Symbol.dispose](),
  };
}

interface ScoredFold {
  readonly score: OriginScorer;
  readonly donors: readonly Int32Array[];
}

/** How each fold is scored, and whose values its rows take. */
function scoredFolds({ config, origin }: RunContext, { scoring, member }: SweepRows): ScoredFold[] {
  const donors = drawDonors(
    scoring.map(({ truth }) => truth.length),
    { seed: config.seed, repetitions: REPETITIONS },
  );
  return scoring.map((rows, fold) => {
    const score = originScorer(rows, member.link);
    if (score(new Float64Array(rows.truth.length)).length > 0) return { score, donors: donors[fold] ?? [] };
    const reason = 'no series of a fold moves from day to day, so that errors have no scale';
    throw new GridcastError('TUNE_HISTORY_TOO_SHORT', { asOf: isoOfHour(origin), reason });
  });
}

/** One fold in a worker. @throws TUNE_WORKER_FAILED */
async function measureFold(pool: WorkerPool, task: MeasureTask, memoryMiB: number): Promise<FoldMeasure> {
  try {
    return await pool.measure(task);
  } catch (cause) {
    if (cause instanceof GridcastError) throw cause;
    throw new GridcastError('TUNE_WORKER_FAILED', { reason: reasonOf(cause), memoryMiB }, { cause });
  }
}
