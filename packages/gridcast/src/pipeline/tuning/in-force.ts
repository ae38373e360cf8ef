/** The tuned configuration that trainings of a home use. */
import { canonicalJson, GridcastError, type HourUtc } from '../../core/index.ts';
import { referenceOf, servingView } from '../../features/index.ts';
import {
  findTunedConfiguration,
  setTunedConfiguration,
  type CatalogueTransaction,
  type TunedConfigurationRow,
  type TunedFor,
} from '../../store/index.ts';
import {
  formatConfiguration,
  parseConfiguration,
  type Settings,
  type TunedConfiguration,
  type TuningTerms,
} from '../../train/index.ts';
import { covariateNames } from '../champion.ts';
import type { RunContext } from '../run-context.ts';

/** What a configuration of this home is tuned for: another delay, view or set of covariates has its own. */
export function tunedFor(context: Pick<RunContext, 'delayHours' | 'covariates'>): TunedFor {
  return {
    delay_hours: context.delayHours,
    view: referenceOf(servingView),
    covariates: canonicalJson(covariateNames(context)),
  };
}

/** Writes a configuration; the returned function puts it in force from the origin on. */
export async function putTuned(
  context: RunContext,
  configuration: TunedConfiguration,
): Promise<(transaction: CatalogueTransaction, reason: string) => Promise<void>> {
  const { store, origin } = context;
  const object = await store.lake.putBytes('configurations', 'json', formatConfiguration(configuration));
  return (transaction, reason) =>
    setTunedConfiguration(transaction, {
      ...tunedFor(context),
      object_key: object.key,
      sweep_id: configuration.sweep ?? null,
      reason,
      set_as_of: origin,
    });
}

/** The setting in force as of an instant (default: the origin); undefined where nothing was ever set. */
export async function findTunedRow(
  context: RunContext,
  asOf: HourUtc = context.origin,
): Promise<TunedConfigurationRow | undefined> {
  return findTunedConfiguration(context.store.catalogue, tunedFor(context), asOf);
}

/** The object of the configuration in force at the origin; undefined where the defaults are. */
export async function findTunedKey(context: RunContext): Promise<string | undefined> {
  return (await findTunedRow(context))?.object_key ?? undefined;
}

/**
 * The configuration in force as of an instant (default: the origin); undefined where the defaults are. One that cannot be read is
 * left out and the reason logged: forecasts go on with the defaults.
 */
export async function readTuned(
  context: RunContext,
  asOf: HourUtc = context.origin,
): Promise<TunedConfiguration | undefined> {
  const key = (await findTunedRow(context, asOf))?.object_key ?? undefined;
  if (key === undefined) return undefined;
  try {
    return parseConfiguration((await context.store.lake.read(key)).toString('utf8'), key);
  } catch (thrown) {
    if (!(thrown instanceof GridcastError)) throw thrown;
    context.logger.warn('tuned configuration left out', { key, reason: thrown.message });
    return undefined;
  }
}

/** What is set at the origin for a kind of history; nothing where the defaults are in force. */
export async function settingsInForce(
  context: RunContext,
  { isLong }: Pick<TuningTerms, 'isLong'>,
): Promise<Settings> {
  const tuned = await readTuned(context);
  return tuned?.terms.isLong === isLong ? tuned.settings : {};
}
