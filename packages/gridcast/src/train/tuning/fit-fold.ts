/** Fits one trial on one fold and forecasts the fold's scored rows: what a worker does. */
import type { Dataset, LightGbm, LightGbmParams } from '@gridcast/lightgbm';
import type { LearningRows } from './sweep-rows.ts';

/** One fit: a trial's trees on one fold. */
export interface FoldTask {
  readonly fold: number;
  /** The columns that are read. */
  readonly columns: readonly string[];
  /** After how many trees forecasts are made, ascending: the first trees of a longer fit are those of a shorter one. */
  readonly rounds: readonly number[];
  readonly params: LightGbmParams;
}

/** With one thread both ways of counting give the same trees, and by rows is a little faster. */
const ONE_THREAD = { num_threads: 1, force_row_wise: true };

/** What one fold learns from, and what it is scored on, in the same bins. */
interface BinnedFold {
  readonly train: Dataset;
  readonly scored: Dataset;
}

/** Binned rows are kept for so many sets of columns; of more, the oldest are made anew. */
const MOST_COLUMN_SETS = 16;

/**
 * Fits folds from rows that are binned once for every set of columns: bins know the earliest fold's rows alone, and every fold takes
 * its rows of the one dataset.
 */
export class FoldFitter {
  readonly #lightgbm: LightGbm;
  readonly #rows: LearningRows;
  readonly #binned = new Map<string, readonly BinnedFold[]>();

  constructor(lightgbm: LightGbm, rows: LearningRows) {
    this.#lightgbm = lightgbm;
    this.#rows = rows;
  }

  /** Differences from the anchor for each number of rounds, one a scored row of the fold; the caller's own. */
  async fit({ fold, columns, rounds, params }: FoldTask): Promise<Float64Array[]> {
    const { train, scored } = (await this.#folds(columns))[fold] as BinnedFold;
    const training = { dataset: train, scored, rounds, params: { ...params, ...ONE_THREAD } };
    return [...(await this.#lightgbm.predictWhileTraining(training))];
  }

  async #folds(columns: readonly string[]): Promise<readonly BinnedFold[]> {
    const key = columns.join(' ');
    const kept = this.#binned.get(key);
    if (kept !== undefined) return kept;
    const oldest = this.#binned.size < MOST_COLUMN_SETS ? undefined : this.#binned.entries().next().value;
    if (oldest !== undefined) {
      for (const fold of oldest[1]) for (const dataset of [fold.train, fold.scored]) dataset.free();
      this.#binned.delete(oldest[0]);
    }
    const made = await this.#bin(columns);
    this.#binned.set(key, made);
    return made;
  }

  async #bin(columns: readonly string[]): Promise<readonly BinnedFold[]> {
    const { train, label, weight, entersAt, maxBin, scored } = this.#rows;
    const features = this.#pick(train, columns);
    const rowsUpTo = (fold: number): number[] =>
      [...entersAt.keys()].filter((row) => (entersAt[row] as number) <= fold);
    const earliest = rowsUpTo(0);
    const take = (column: Float64Array): Float64Array =>
      Float64Array.from(earliest, (row) => column[row] as number);
    using bins = await this.#lightgbm.createDataset({
      features: features.map(take),
      featureNames: columns,
      // features that share a bundle would not always be told apart in rows that were not bundled
      params: { max_bin: maxBin, enable_bundle: false },
    });
    const whole = await this.#lightgbm.createDataset({ features, label, weight, reference: bins });
    const folds: BinnedFold[] = [];
    for (const [fold, rows] of scored.entries()) {
      folds.push({
        train: fold === scored.length - 1 ? whole : await whole.subset(rowsUpTo(fold)),
        scored: await this.#lightgbm.createDataset({
          features: this.#pick(rows, columns),
          label: new Float64Array(rows[0]?.length ?? 0),
          reference: bins,
        }),
      });
    }
    return folds;
  }

  #pick(all: readonly Float64Array[], columns: readonly string[]): Float64Array[] {
    return columns.map((name) => all[this.#rows.names.indexOf(name)] as Float64Array);
  }
}
