/** A service that covariates come from, and the covariate that reads it. */
import { hashJson, type CovariateFacts, type HourUtc, type Json } from '../../../core/index.ts';
import type { Covariate } from '../covariate.ts';
import type { CovariateReader } from './covariate-row.ts';
import type { AreasByEntity } from './entities.ts';
import { readService } from './read-service.ts';

/** What the reading of a service goes by. */
export interface Service {
  /** The name that messages use. */
  readonly title: string;
  readonly facts: CovariateFacts;
  /** Gives rows by area. */
  readonly reader: CovariateReader;
  readonly entities: AreasByEntity;
  /** It is asked once in so many hours, where something new is expected. */
  readonly intervalHours: number;
  /** The first hour that nothing can be known of at an as-of, while the service is well. */
  readonly expectedUntil: (asOfHour: HourUtc) => HourUtc;
  /** The first hour wanted; absent: `historyHours` before the first collect. */
  readonly fromHour: HourUtc | undefined;
  readonly historyHours: number;
  /** How long values change, or come late: so much is read again. */
  readonly revisionHours: number;
  /** The width of the first window of history. */
  readonly windowHours: number;
}

/** A service and its options, which tell what its numbers are. */
export interface ServiceWithIdentity extends Service {
  /** Where it changes, everything is read anew. */
  readonly identity: string;
}

/** Options that change nothing of what the numbers are. */
const CHANGEABLE: readonly string[] = ['from', 'baseUrl'];

/** The covariate of a service. */
export function serviceCovariate(
  service: Service,
  options: Readonly<Record<string, Json | undefined>>,
  keyNames: readonly string[],
): Covariate {
  const deciding = Object.entries(options).filter(([name]) => !CHANGEABLE.includes(name));
  const entities = [...service.entities] as unknown as Json;
  const identity = hashJson([service.title, Object.fromEntries(deciding), entities]);
  const identified = { ...service, identity };
  return {
    facts: service.facts,
    options,
    keyNames,
    service: identified,
    read: (context) => readService(context, identified),
  };
}
