import type { EarlyStopping, EvalLabel } from '../protocol/operations.ts';

/**
 * Ends training once a metric of a held-out dataset has not improved for some rounds; training data never counts.
 *
 * The first metric, in the order of the labels, that gives up decides, as in LightGBM's Python package.
 */
export class EarlyStopper {
  readonly #settings: EarlyStopping;
  readonly #labels: readonly EvalLabel[];
  readonly #bestValues: Float64Array;
  readonly #bestIterations: Int32Array;

  constructor(settings: EarlyStopping, labels: readonly EvalLabel[]) {
    this.#settings = settings;
    this.#labels = labels;
    this.#bestValues = Float64Array.from(labels, (label) => (label.higherIsBetter ? -Infinity : Infinity));
    this.#bestIterations = new Int32Array(labels.length);
  }

  /** Whether any metric can end a training. */
  get canStop(): boolean {
    return this.#deciding().length > 0;
  }

  /**
   * Takes note of the metrics after an iteration.
   *
   * @param iteration counts from 1.
   * @returns the best iteration when training shall end, otherwise nothing.
   */
  update(iteration: number, values: Float64Array): number | undefined {
    for (const [index, value] of values.entries()) {
      if (iteration > 1 && !this.#isBetter(index, value)) continue;
      this.#bestValues[index] = value;
      this.#bestIterations[index] = iteration;
    }
    const index = this.#deciding().find((each) => iteration - this.#bestAt(each) >= this.#settings.rounds);
    return index === undefined ? undefined : this.#bestAt(index);
  }

  /** The best iteration so far by the first metric that counts. */
  get bestIteration(): number {
    return this.#bestAt(this.#deciding()[0] ?? 0);
  }

  #bestAt(index: number): number {
    return this.#bestIterations[index] ?? 0;
  }

  #isBetter(index: number, value: number): boolean {
    const best = this.#bestValues[index] ?? 0;
    const { minDelta } = this.#settings;
    return this.#labels[index]?.higherIsBetter ? value > best + minDelta : value < best - minDelta;
  }

  #deciding(): readonly number[] {
    const [first] = this.#labels;
    return [...this.#labels.keys()].filter((index) => {
      const label = this.#labels[index];
      if (label === undefined || label.isTraining) return false;
      return !this.#settings.firstMetricOnly || label.metric === first?.metric;
    });
  }
}
