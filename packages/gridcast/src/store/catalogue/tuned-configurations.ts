/** Which tuned configuration trainings use: every setting is kept, the newest for a delay, view and covariates is in force. */
import type { Insertable, Selectable } from 'kysely';
import type { HourUtc } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import type { TunedConfigurationTable } from './tuning-schema.ts';

export type TunedConfigurationRow = Readonly<Selectable<TunedConfigurationTable>>;

/** What a configuration was tuned for. */
export type TunedFor = Pick<TunedConfigurationRow, 'delay_hours' | 'view' | 'covariates'>;

/** Puts a configuration in force, or with no object the defaults, from an as-of on. */
export async function setTunedConfiguration(
  transaction: CatalogueTransaction,
  row: Insertable<TunedConfigurationTable>,
): Promise<void> {
  await transaction.insertInto('tuned_configuration').values(row).execute();
}

/** The setting in force as of an instant; undefined where nothing was ever set. */
export async function findTunedConfiguration(
  catalogue: Catalogue,
  { delay_hours: delayHours, view, covariates }: TunedFor,
  asOf: HourUtc,
): Promise<TunedConfigurationRow | undefined> {
  return catalogue
    .selectFrom('tuned_configuration')
    .selectAll()
    .where('delay_hours', '=', delayHours)
    .where('view', '=', view)
    .where('covariates', '=', covariates)
    .where('set_as_of', '<=', asOf)
    .orderBy('set_as_of', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
}
