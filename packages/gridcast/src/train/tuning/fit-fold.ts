/** Fits one trial on one fold and forecasts the fold's scored rows: what a worker does. */
import type { Booster, Dataset, LightGbm, LightGbmParams } from '@gridcast/lightgbm';
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

/** One fit, and what becomes of its forecasts where some columns hold the values of other rows. */
export interface MeasureTask extends Omit<FoldTask, 'rounds'> {
  readonly rounds: number;
  /** Columns that are moved together, one set a measurement. */
  readonly units: readonly (readonly string[])[];
  /** For each repetition the place, among the scored rows of all folds in turn, whose values a row of the fold takes. */
  readonly donors: readonly Int32Array[];
}

/** What one fold says of its columns. */
export interface FoldMeasure {
  /** Differences from the anchor, one a scored row of the fold. */
  readonly differences: Float64Array;
  /** The same with a unit's columns moved, for each unit and repetition; undefined for a unit that no tree asks for. */
  readonly moved: readonly (readonly Float64Array[] | undefined)[];
  /** What the splits on each column gained, in the order of the columns. */
  readonly gain: Float64Array;
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

  /** Fits once and forecasts the fold's rows, as they are and with each unit of columns moved; the caller's own. */
  async measure(task: MeasureTask): Promise<FoldMeasure> {
    const { fold, columns, units, donors } = task;
    using booster = await this.#train(task);
    const gain = await booster.importance('gain');
    const own = this.#pick(this.#rows.scored[fold] ?? [], columns);
    const all = columns.map((name) => joined(this.#rows.scored.flatMap((fold) => this.#pick(fold, [name]))));
    const isAsked = (name: string): boolean => (gain[columns.indexOf(name)] ?? 0) > 0;
    const moved: (Float64Array[] | undefined)[] = [];
    for (const unit of units) {
      const asked = unit.filter(isAsked).map((name) => columns.indexOf(name));
      const forecasts: Float64Array[] = [];
      for (const rows of asked.length === 0 ? [] : donors) {
        const features = own.map((column, place) =>
          asked.includes(place) ? takenFrom(all[place] as Float64Array, rows) : column,
        );
        forecasts.push(await booster.predict(features));
      }
      moved.push(asked.length === 0 ? undefined : forecasts);
    }
    return { differences: await booster.predict(own), moved, gain };
  }

  async #train({ fold, columns, rounds, params }: Omit<MeasureTask, 'units' | 'donors'>): Promise<Booster> {
    const { train } = (await this.#folds(columns))[fold] as BinnedFold;
    return this.#lightgbm.train({ dataset: train, rounds, params: { ...params, ...ONE_THREAD } });
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

/** Columns one after the other. */
function joined(columns: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    whole.set(column, at);
    at += column.length;
  }
  return whole;
}

/** The values at some places, in memory that LightGBM's thread reads in place. */
function takenFrom(column: Float64Array, places: Int32Array): Float64Array {
  const taken = new Float64Array(new SharedArrayBuffer(8 * places.length));
  for (const [row, from] of places.entries()) taken[row] = column[from] as number;
  return taken;
}
