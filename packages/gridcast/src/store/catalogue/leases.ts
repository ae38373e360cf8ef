/** Leases: mutual exclusion between processes, by a row that runs out. */
import { GridcastError, isoOfHour, isoOfMs, type HourUtc } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { isHolderGone } from './lease-holder.ts';
import type { Run } from './runs.ts';

export interface LeaseOptions {
  /** What is held, as a person would name it: `the run of 2023-01-21T23:00:00Z`. */
  readonly name: string;
  /** As `processHolder` gives it. */
  readonly holder: string;
  readonly nowMs: number;
  /** The lease runs out so long after now unless it is renewed. */
  readonly ttlMs: number;
}

/** The name of the lease that a run of a logical hour holds. */
export function runLeaseName(logicalHour: HourUtc): string {
  return `the run of ${isoOfHour(logicalHour)}`;
}

/** The name of the lease that a sweep holds. */
export const TUNING_LEASE = 'tuning';

/** The name of the lease that a run of a pipeline holds. */
export function leaseOfRun({ pipeline, logical_hour }: Pick<Run, 'pipeline' | 'logical_hour'>): string {
  return pipeline === 'tuning' ? TUNING_LEASE : runLeaseName(logical_hour);
}

/**
 * Takes a lease. One that ran out is taken over, and so is one whose holder was a process of this host that is gone.
 *
 * @throws STORE_LEASE_HELD, naming the holder and when its lease runs out.
 */
export async function acquireLease(catalogue: Catalogue, options: LeaseOptions): Promise<void> {
  const { name, holder, nowMs, ttlMs } = options;
  await catalogue.transaction().execute(async (transaction) => {
    const held = await transaction
      .selectFrom('lease')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
    if (held !== undefined && held.expires_at_ms > nowMs && !isHolderGone(held.holder)) {
      const expiresAtUtc = isoOfMs(held.expires_at_ms);
      throw new GridcastError('STORE_LEASE_HELD', { name, holder: held.holder, expiresAtUtc });
    }
    const values = { holder, expires_at_ms: nowMs + ttlMs };
    await transaction
      .insertInto('lease')
      .values({ name, ...values })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
      .execute();
  });
}

/** Prolongs a lease. @throws STORE_LEASE_LOST where another holder has taken it. */
export async function renewLease(catalogue: Catalogue, options: LeaseOptions): Promise<void> {
  const { name, holder, nowMs, ttlMs } = options;
  const done = await catalogue
    .updateTable('lease')
    .set({ expires_at_ms: nowMs + ttlMs })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw new GridcastError('STORE_LEASE_LOST', { name, holder });
}

/** Makes a transaction fail unless the lease is still this holder's. @throws STORE_LEASE_LOST */
export async function assertLease(
  transaction: CatalogueTransaction,
  options: Pick<LeaseOptions, 'name' | 'holder'>,
): Promise<void> {
  const { name, holder } = options;
  const held = await transaction
    .selectFrom('lease')
    .select('holder')
    .where('name', '=', name)
    .executeTakeFirst();
  if (held?.holder !== holder) throw new GridcastError('STORE_LEASE_LOST', { name, holder });
}

/** Gives a lease back; nothing happens where it is no longer this holder's. */
export async function releaseLease(
  catalogue: Catalogue,
  options: Pick<LeaseOptions, 'name' | 'holder'>,
): Promise<void> {
  await catalogue
    .deleteFrom('lease')
    .where('name', '=', options.name)
    .where('holder', '=', options.holder)
    .execute();
}
