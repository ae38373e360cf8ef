/** Evaluates trials on folds: rows made once, fits in workers, scores here. */
import {
  applySettings,
  buildSweepRows,
  groupsOf,
  memberFeatures,
  scoreFold,
  type FoldScore,
  type Settings,
  type SweepRows,
} from '../../train/index.ts';
import { isLongHistory } from '../../model/index.ts';
import { canonicalJson } from '../../core/index.ts';
import type { RunContext } from '../run-context.ts';
import { covariateFacts, type LoadedEngine } from '../serving.ts';
import type { SweepPlan, TuneOptions } from './sweep-plan.ts';
import { WorkerPool } from './worker-pool.ts';

export interface EvaluatorParts {
  readonly context: RunContext;
  readonly options: TuneOptions;
  readonly known: LoadedEngine;
  readonly plan: SweepPlan;
  readonly inForce: Settings;
}

export interface Evaluator extends Disposable {
  readonly evaluate: (settings: Settings, fold: number) => Promise<FoldScore | { readonly reason: string }>;
  /** How long the evaluations of some settings took together. */
  readonly tookMs: (settings: Settings) => number;
}

/** Builds the rows of a sweep and starts its workers. */
export async function openEvaluator(parts: EvaluatorParts): Promise<Evaluator> {
  const { context, options } = parts;
  const rows = await rowsOf(parts);
  const { workers, memoryMiB } = options;
  const pool = new WorkerPool({ rows: rows.learning, workers, memoryMiB });
  const took = new Map<string, number>();
  return {
    evaluate: async (settings, fold) => {
      const started = context.nowMs();
      try {
        const differences = await pool.fit({ fold, ...taskOf(parts, rows, settings) });
        const scoring = rows.scoring[fold];
        if (scoring === undefined) throw new RangeError(`There is no fold ${fold}.`);
        return scoreFold(differences, scoring, rows.member.link);
      } finally {
        const key = canonicalJson(settings);
        took.set(key, (took.get(key) ?? 0) + context.nowMs() - started);
      }
    },
    tookMs: (settings) => took.get(canonicalJson(settings)) ?? 0,
    [Symbol.dispose]: () => pool[Symbol.dispose](),
  };
}

function taskOf({ context }: EvaluatorParts, { member, learning }: SweepRows, settings: Settings) {
  const tuned = applySettings(member, settings);
  const columns = memberFeatures(tuned, covariateFacts(context))
    .map(({ name }) => name)
    .filter((name) => learning.names.includes(name));
  return { columns, rounds: tuned.rounds, params: { ...tuned.params, seed: context.config.seed } };
}

async function rowsOf({ context, options, known, plan, inForce }: EvaluatorParts): Promise<SweepRows> {
  const { folds, training, members } = plan;
  const { groups } = options.space;
  const choices = groups?.kind === 'choice' ? groups.values : [];
  const settings: Settings[] = [{}, inForce, ...choices.map((value) => ({ groups: value }))];
  return buildSweepRows({
    engine: known.engine,
    delayHours: context.delayHours,
    calendar: context.calendar,
    covariates: covariateFacts(context),
    series: known.loaded.series.length,
    folds: folds.folds,
    cut: folds.cut,
    firstOrigin: training.firstOrigin,
    stepHours: training.stepHours,
    isShort: !isLongHistory(training.facts.historyHours),
    seed: context.config.seed,
    maxRows: context.config.train.maxRows,
    members,
    groups: groupsOf(settings.flatMap((one) => members.map((member) => applySettings(member, one)))),
  });
}
