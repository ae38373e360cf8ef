/** The store: lake and catalogue of one home. */
import type { Kysely, Transaction } from 'kysely';
import type { CatalogueSchema } from './catalogue/schema.ts';
import type { Lake } from './lake/lake.ts';

export type Catalogue = Kysely<CatalogueSchema>;
export type CatalogueTransaction = Transaction<CatalogueSchema>;

/** Everything that stands under one `--home`. */
export interface Store extends AsyncDisposable {
  readonly home: string;
  readonly lake: Lake;
  readonly catalogue: Catalogue;
}

/**
 * What a stage hands to the runner: its result, and the catalogue writes that publish it. Objects are already in the lake;
 * the runner executes `commit` and the mark that the step is done in one transaction.
 */
export interface StageResult<Output> {
  readonly output: Output;
  readonly commit: (transaction: CatalogueTransaction) => Promise<void>;
}
