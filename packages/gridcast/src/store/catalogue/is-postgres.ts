/** Tells the two databases of a catalogue apart, for the few statements that they do not share. */
import { PostgresAdapter } from 'kysely';
import type { Catalogue } from '../store.ts';

/** Whether a catalogue, or a transaction of one, is on PostgreSQL. */
export function isPostgres(catalogue: Catalogue): boolean {
  return catalogue.getExecutor().adapter instanceof PostgresAdapter;
}
