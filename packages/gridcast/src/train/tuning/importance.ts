/** How much of a sweep's differences each parameter explains by itself. */
import { placeOf, type Parameter, type Space } from './space.ts';
import { meanMase, type Trial } from './trial.ts';

export interface Importance {
  readonly name: string;
  /** Of the variance of MASE, 0 to 1; null where there are too few trials to say. Shares need not sum to 1. */
  readonly share: number | null;
}

const BINS = 4;
const LEAST_TRIALS = 8;

/**
 * Shares of variance by parameter: ω² of a one-way analysis of variance over the values of a choice, or over four equally full bins
 * of a number. It is what a parameter explains alone, less what chance would explain; what parameters do together is not in it.
 *
 * Trials that were scored on all folds count; of those the worst tenth are set to the bound of the others, since one wild
 * configuration would hide all else. The most important first.
 * Source: Hays, Statistics for Psychologists, 1963 (ω²).
 */
export function importances(space: Space, trials: readonly Trial[]): Importance[] {
  const done = trials.filter(({ status, number }) => status === 'done' && number > 0);
  const scores = winsorised(done.map((trial) => meanMase(trial) ?? 0));
  const shares = Object.entries(space).map(([name, parameter]) => ({
    name,
    share: done.length < LEAST_TRIALS ? null : omegaSquared(groupsOf(parameter, name, done), scores),
  }));
  return shares.sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
}

function winsorised(scores: readonly number[]): number[] {
  const sorted = scores.toSorted((a, b) => a - b);
  const bound = sorted[Math.floor(0.9 * (sorted.length - 1))] ?? Infinity;
  return scores.map((score) => Math.min(score, bound));
}

/** The group of each trial. */
function groupsOf(parameter: Parameter, name: string, trials: readonly Trial[]): number[] {
  if (parameter.kind === 'choice') {
    const texts = parameter.values.map((value) => JSON.stringify(value));
    return trials.map(({ settings }) => texts.indexOf(JSON.stringify(settings[name])));
  }
  const places = trials.map(({ settings }) => placeOf(parameter, Number(settings[name])));
  const sorted = places.toSorted((a, b) => a - b);
  const bounds = Array.from(
    { length: BINS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 1,
  );
  return places.map((place) => bounds.filter((bound) => place >= bound).length);
}

function omegaSquared(groups: readonly number[], scores: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  const all = mean(scores);
  const total = scores.reduce((sum, score) => sum + (score - all) ** 2, 0);
  const cells = [...new Set(groups)].map((group) => scores.filter((_, i) => groups[i] === group));
  const between = cells.reduce((sum, cell) => sum + cell.length * (mean(cell) - all) ** 2, 0);
  if (total === 0 || cells.length < 2 || scores.length <= cells.length) return 0;
  const within = (total - between) / (scores.length - cells.length);
  const share = (between - (cells.length - 1) * within) / (total + within);
  return Math.min(1, Math.max(0, share));
}
