/** What every transformer is: learned from earlier rows, kept as plain data, applied alike in training and serving. */
import type { HourUtc, Json } from '../../core/index.ts';

/** One column with the origins of its rows. NaN means missing; a number that is not finite counts as missing too. */
export interface TransformRows {
  readonly values: Float64Array;
  readonly origins: ArrayLike<HourUtc>;
}

/** The rows before the cut, which a transformer learns from; all columns of one length. */
export interface FitRows extends TransformRows {
  /** The truth of each row, in the source's unit. */
  readonly truths: Float64Array;
  /** When each truth is known; NaN where it is not known at the as-of of the rows. */
  readonly knownHours: Float64Array;
}

/**
 * A named, reusable step on one column.
 *
 * Invariants, held by one contract suite: equal rows give an equal state; a state is canonical JSON, and saved and read back it does
 * the same; neither function changes its arguments or remembers a call; a column keeps its length; what is missing stays missing;
 * every result is finite or missing.
 */
export interface Transformer<State extends Json = Json> {
  readonly name: string;
  /** What comes out, with what becomes of unknown categories or columns without spread. */
  readonly meaning: string;
  /** Learns from the rows before the cut. */
  readonly fit: (rows: FitRows) => State;
  /** The column anew; reads nothing but the state and the row itself. */
  readonly apply: (state: State, rows: TransformRows) => Float64Array;
}
