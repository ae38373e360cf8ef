import { LightGbmUsageError } from './errors.ts';
import type { DatasetFacts } from './protocol/operations.ts';
import { RemoteObject } from './remote-object.ts';
import type { WorkerConnection } from './worker/connection.ts';

/** Rows that LightGBM has binned, ready to be trained on. */
export class Dataset extends RemoteObject {
  readonly rows: number;
  readonly columns: number;
  readonly featureNames: readonly string[];
  protected override readonly label = 'dataset';
  readonly #connection: WorkerConnection;

  /** @internal */
  constructor(connection: WorkerConnection, facts: DatasetFacts) {
    super(connection, facts.id);
    this.#connection = connection;
    this.rows = facts.rows;
    this.columns = facts.columns;
    this.featureNames = facts.featureNames;
  }

  /**
   * Takes some rows, with their labels and weights and with the same bins.
   *
   * @param rows strictly ascending indices.
   * @throws LightGbmUsageError when the indices are not ascending or not among the rows.
   */
  async subset(rows: ArrayLike<number>): Promise<Dataset> {
    const dataset = this.idIn(this.#connection);
    const indices = checkedRows(rows, this.rows);
    return new Dataset(
      this.#connection,
      await this.#connection.request('subset', { dataset, rows: indices }),
    );
  }

  /** Writes the bins and rows in LightGBM's binary form, which `LightGbm.readDataset` reads. */
  async saveBinary(path: string): Promise<void> {
    await this.#connection.request('saveDataset', { dataset: this.idIn(this.#connection), path });
  }
}

/** Brings ascending row indices into LightGBM's type. @throws LightGbmUsageError when they are not. */
export function checkedRows(rows: ArrayLike<number>, count: number): Int32Array {
  if (rows.length === 0) throw new LightGbmUsageError('A subset has at least one row.');
  let previous = -1;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? -1;
    if (!Number.isInteger(row) || row <= previous || row >= count) {
      throw new LightGbmUsageError(
        `Row ${row} at place ${index} of a subset is not above ${previous} and below ${count}.`,
      );
    }
    previous = row;
  }
  return Int32Array.from(rows);
}
