/** Raw inputs: what a source sent, kept as it came. */
import type { Insertable } from 'kysely';
import type { CatalogueTransaction } from '../store.ts';
import type { RawInputTable } from './schema.ts';

/** Registers a raw input; the same bytes again change nothing, the first as-of stays. */
export async function recordRawInput(
  transaction: CatalogueTransaction,
  input: Insertable<RawInputTable>,
): Promise<void> {
  await transaction
    .insertInto('raw_input')
    .values(input)
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}
