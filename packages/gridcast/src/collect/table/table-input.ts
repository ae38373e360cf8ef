/** A raw file seen as an SQL relation, whatever its format. */

/** How a column's cells come out of the file. */
export type ColumnForm = 'text' | 'local-time' | 'instant' | 'number';

export interface TableColumn {
  readonly name: string;
  readonly form: ColumnForm;
  /** The type as the file declares it. */
  readonly type: string;
}

/** From record number `fromRecord` on, a record stands `linesAhead` lines after its number. */
export interface LineBreak {
  readonly fromRecord: number;
  readonly linesAhead: number;
}

/** A table whose rows are numbered from 1 in file order. */
export interface TableInput {
  readonly format: 'csv' | 'json-lines' | 'parquet';
  readonly columns: readonly TableColumn[];
  /**
   * SQL of a query with one row a record: `record` BIGINT, `problem` VARCHAR (a quarantine reason, null where the record
   * has the right shape) and one column per item of `columns`, given as index into `columns`, named x0, x1, ...
   */
  readonly select: (columns: readonly number[]) => string;
  /** SQL of a query with `record` and `raw` VARCHAR, the record's text. */
  readonly rawText: string;
  /** Ascending; the first starts at record 1. */
  readonly lineBreaks: readonly LineBreak[];
}
