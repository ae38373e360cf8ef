/** What a covariate is to a collect: its facts, and a reader that gives its rows. */
import type { CovariateFacts, HourUtc, Json, Logger } from '../../core/index.ts';
import type { CatalogueTransaction, SqlEngine, Store } from '../../store/index.ts';
import type { QuarantinedRows } from '../input-record.ts';
import type { RawBytes } from '../record-input.ts';
import type { SourceDeclaration } from '../source.ts';
import type { ServiceDesk } from './services/ask.ts';
import type { ServiceWithIdentity } from './services/service.ts';

/** A covariate with its options read. */
export interface Covariate {
  readonly facts: CovariateFacts;
  /** The options in full, JSON-safe, as the configuration has them. */
  readonly options: Readonly<Record<string, Json | undefined>>;
  /** Key columns of the source that its entities name. */
  readonly keyNames: readonly string[];
  /** Present where a service gives it: its health is kept, and its failures never stop a collect. */
  readonly service?: ServiceWithIdentity;
  /**
   * Reads what there is now, part by part; each part is staged and committed before the next is asked for.
   *
   * @throws the errors of the input
   */
  readonly read: (context: CovariateContext) => AsyncIterable<CovariateInput>;
}

export interface CovariateContext {
  readonly store: Store;
  readonly engine: SqlEngine;
  /** The name of the relation to make; see `CovariateInput`. */
  readonly relation: string;
  readonly asOfHour: HourUtc;
  /** The hour that is running now. */
  readonly presentHour: HourUtc;
  readonly threads: number;
  readonly logger: Logger;
  /** Where services are asked. */
  readonly desk: ServiceDesk;
  /** The wall clock, in milliseconds: when a service was asked, and when it may be asked again. */
  readonly nowMs: () => number;
}

/**
 * What a reader made: the relation of the context with entity VARCHAR (see `covariateEntity`), hour INTEGER, value DOUBLE and
 * known_hour INTEGER, the full hour from which the value is known (null: its hour's end and the delay).
 */
export interface CovariateInput {
  readonly rowsRead: number;
  readonly goodRows: number;
  /** Rows set aside; their objects are in the lake. */
  readonly quarantined: readonly QuarantinedRows[];
  /** What was read, as it came. */
  readonly raw: readonly RawBytes[];
  /** All rows known by this hour are stored already; absent: none. */
  readonly storedThroughHour?: HourUtc;
  /** Remembers, in the commit of the part, that all rows known by an hour are stored. */
  readonly remember: (transaction: CatalogueTransaction, throughHour: HourUtc) => Promise<void>;
}

/** One kind of reader: a name and a parser of its options. */
export interface CovariateKind {
  readonly name: string;
  /** @throws COLLECT_OPTIONS_INVALID, COLLECT_COVARIATES_INVALID */
  readonly open: (options: unknown, source: SourceDeclaration) => Covariate;
}
