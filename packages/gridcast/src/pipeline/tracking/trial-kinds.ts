/** How trials of each kind are shown, on every surface. */
import type { DescribedTrial } from './describe-trial.ts';

export interface TrialKind {
  /** What its line is called above those of the trials below it; their own are called by their names. */
  readonly title: string;
  /** The columns of these lines. */
  readonly metrics: readonly string[];
  /** Metrics by step that are drawn. */
  readonly stepMetrics: readonly string[];
  /** The trials below it are rivals: the lowest of this metric is the best, and comes first. */
  readonly rankedBy?: string;
  /** What its errors are errors of. */
  readonly note: string;
}

const ERRORS = ['mase', 'wape', 'mape', 'rmsse', 'bias'];

const kinds = {
  training: {
    title: 'ensemble',
    metrics: [...ERRORS, 'weight'],
    stepMetrics: ['error_by_lead', 'error_by_origin', 'training_loss'],
    note: 'Errors are of origins that the scored members had not seen.',
  },
  backtest: {
    title: 'gridcast',
    metrics: [...ERRORS, 'coverage_80'],
    stepMetrics: ['error_by_lead', 'mase_by_origin', 'wape_by_lead'],
    note: 'Each origin was forecast from what was known there.',
  },
  sweep: {
    title: 'best',
    metrics: ['mase', 'wape'],
    stepMetrics: ['best_mase', 'later_mase_by_origin', 'later_mase_in_force_by_origin'],
    rankedBy: 'mase',
    note: 'Errors are means over the folds, of one member on a part of the rows; those of later days are of the whole ensemble.',
  },
} as const satisfies Readonly<Record<string, TrialKind>>;

/** The kind of a trial that is no part of another. */
export function kindOf({ kind }: Pick<DescribedTrial, 'kind'>): TrialKind {
  return Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : kinds.training;
}

/** Trials below a main one, and how many of them there are. */
export interface RankedTrials {
  readonly main: DescribedTrial;
  /** Rivals: the best first, those that were given up or failed last; others in their own order. */
  readonly below: readonly DescribedTrial[];
  /** How many of all below ended in which way. */
  readonly counts: Readonly<Partial<Record<DescribedTrial['status'], number>>>;
}

/** Main trials of a run, each with what is below it; of rivals so many at most. */
export function rankTrials(trials: readonly DescribedTrial[], most = Infinity): RankedTrials[] {
  return trials
    .filter(({ parentId }) => parentId === null)
    .map((main) => {
      const { rankedBy } = kindOf(main);
      const below = trials.filter(({ parentId }) => parentId === main.id);
      const counts: Partial<Record<DescribedTrial['status'], number>> = {};
      for (const { status } of below) counts[status] = (counts[status] ?? 0) + 1;
      if (rankedBy === undefined) return { main, below, counts };
      return { main, below: below.toSorted(byRank(rankedBy)).slice(0, most), counts };
    });
}

const ENDS: readonly DescribedTrial['status'][] = ['done', 'pruned', 'stopped', 'failed'];

function byRank(metric: string): (a: DescribedTrial, b: DescribedTrial) => number {
  const score = ({ metrics }: DescribedTrial): number => metrics[metric]?.value ?? Number.MAX_VALUE;
  return (a, b) => ENDS.indexOf(a.status) - ENDS.indexOf(b.status) || score(a) - score(b);
}
