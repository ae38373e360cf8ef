/** The metrics after each iteration, by dataset and metric; each array has one number an iteration. */
export type EvalHistory = Readonly<Record<string, Readonly<Record<string, Float64Array>>>>;

/** The metrics after one iteration, by dataset and metric. */
export type Evals = Readonly<Record<string, Readonly<Record<string, number>>>>;

interface Label {
  readonly dataset: string;
  readonly metric: string;
}

/** Names the numbers of all iterations; `values` is iterations x labels, row-major. */
export function historyOf(labels: readonly Label[], values: Float64Array): EvalHistory {
  const history: Record<string, Record<string, Float64Array>> = {};
  const iterations = labels.length === 0 ? 0 : values.length / labels.length;
  for (const [index, { dataset, metric }] of labels.entries()) {
    const ofMetric = Float64Array.from(
      { length: iterations },
      (_, at) => values[at * labels.length + index] ?? 0,
    );
    (history[dataset] ??= {})[metric] = ofMetric;
  }
  return history;
}

/** Names the numbers of one iteration. */
export function evalsOf(labels: readonly Label[], values: Float64Array): Evals {
  const evals: Record<string, Record<string, number>> = {};
  for (const [index, { dataset, metric }] of labels.entries()) {
    (evals[dataset] ??= {})[metric] = values[index] ?? 0;
  }
  return evals;
}
