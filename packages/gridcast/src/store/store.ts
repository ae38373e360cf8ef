/** The store: lake and catalogue of one home. */
import type { Kysely, Transaction } from 'kysely';
import type { CatalogueSchema } from './catalogue/schema.ts';
import type { Lake } from './lake/lake.ts';
import type { LakeSettings } from './lake/open-lake.ts';

export type Catalogue = Kysely<CatalogueSchema>;
export type CatalogueTransaction = Transaction<CatalogueSchema>;

/** Where a store's parts are; without settings both are in the home. */
export interface StoreSettings extends LakeSettings {
  /** Folder of all local state; made where it is absent, unless opened for reading only. */
  readonly home: string;
  /** `sqlite` (default): a file of the home. Otherwise `postgres://user@host:5432/database`. */
  readonly catalogue?: string | undefined;
}

/** Everything that stands under one `--home`. */
export interface Store extends AsyncDisposable {
  readonly home: string;
  /** What opens the same store once more. */
  readonly settings: StoreSettings;
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
