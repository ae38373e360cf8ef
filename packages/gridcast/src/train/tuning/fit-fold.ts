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

/** Binned rows are kept for so many sets of columns; of more, the oldest are made anew. */
const MOST_COLUMN_SETS = 16;

/**
 * Fits folds from rows that are binned once for every set of columns: bins know the earliest fold's rows alone, and every fold takes
 * its rows of the one dataset.
 */
export class FoldFitter {
  readonly #lightgbm: LightGbm;
  readonly #rows: LearningRows;
  readonly #binned = new Map<string, readonly Dataset[]>();

  constructor(lightgbm: LightGbm, rows: LearningRows) {
    this.#lightgbm = lightgbm;
    this.#rows = rows;
  }

  /** Differences from the anchor for each number of rounds, one a scored row of the fold; the caller's own. */
  async fit({ fold, columns, rounds, params }: FoldTask): Promise<Float64Array[]> {
    const folds = await this.#datasets(columns);
    const dataset = folds[fold] as Dataset;
    using booster = await this.#lightgbm.train({
      dataset,
      rounds: Math.max(...rounds),
      params: { ...params, ...ONE_THREAD },
    });
    const features = this.#pick(this.#rows.scored[fold] ?? [], columns);
    const differences: Float64Array[] = [];
    for (const count of rounds) {
      // trees that found no split were not added
      const iterations = Math.min(count, booster.iterations);
      differences.push(await booster.predict(features, { iterations }));
    }
    return differences;
  }

  async #datasets(columns: readonly string[]): Promise<readonly Dataset[]> {
    const key = columns.join(' ');
    const kept = this.#binned.get(key);
    if (kept !== undefined) return kept;
    const oldest = this.#binned.size < MOST_COLUMN_SETS ? undefined : this.#binned.entries().next().value;
    if (oldest !== undefined) {
      for (const dataset of oldest[1]) dataset.free();
      this.#binned.delete(oldest[0]);
    }
    const made = await this.#bin(columns);
    this.#binned.set(key, made);
    return made;
  }

  async #bin(columns: readonly string[]): Promise<readonly Dataset[]> {
    const { train, label, weight, entersAt, maxBin } = this.#rows;
    const features = this.#pick(train, columns);
    const rowsUpTo = (fold: number): number[] =>
      [...entersAt.keys()].filter((row) => (entersAt[row] as number) <= fold);
    const earliest = rowsUpTo(0);
    const take = (column: Float64Array): Float64Array =>
      Float64Array.from(earliest, (row) => column[row] as number);
    using bins = await this.#lightgbm.createDataset({
      features: features.map(take),
      featureNames: columns,
      params: { max_bin: maxBin },
    });
    const whole = await this.#lightgbm.createDataset({ features, label, weight, reference: bins });
    const folds = this.#rows.scored.length;
    const datasets: Dataset[] = [];
    for (let fold = 0; fold < folds; fold++) {
      datasets.push(fold === folds - 1 ? whole : await whole.subset(rowsUpTo(fold)));
    }
    return datasets;
  }

  #pick(all: readonly Float64Array[], columns: readonly string[]): Float64Array[] {
    return columns.map((name) => all[this.#rows.names.indexOf(name)] as Float64Array);
  }
}
