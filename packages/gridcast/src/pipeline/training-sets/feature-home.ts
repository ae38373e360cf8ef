/** What building features of a home needs, without reading the source's input again. */
import { findFixedSource, openSource } from '../../collect/index.ts';
import type { Config } from '../../config/index.ts';
import { GridcastError, type HourUtc } from '../../core/index.ts';
import { createCalendar, type Calendar } from '../../features/index.ts';
import { listSnapshots, type Store } from '../../store/index.ts';
import { readCodeVersion } from '../code-version.ts';

/** A home as features see it. */
export interface FeatureHome {
  readonly store: Store;
  readonly threads: number;
  readonly delayHours: number;
  readonly calendar: Calendar;
  /** ISO 3166 code, or empty. */
  readonly country: string;
  /** The unit of the values, a label. */
  readonly unit: string;
  readonly codeVersion: string;
  /** True where the source never grows. */
  readonly isFinished: boolean;
  /** The as-of where none is given: now, or for a finished source that of its last ingestion. */
  readonly defaultAsOf: (presentHour: HourUtc) => Promise<HourUtc>;
}

/** Opens the home's side of features. @throws STORE_HOME_MISSING where nothing was collected yet */
export async function openFeatureHome(
  store: Store,
  config: Pick<Config, 'delayHours' | 'threads'>,
): Promise<FeatureHome> {
  const spec = await findFixedSource(store.catalogue);
  if (spec === undefined) throw new GridcastError('STORE_HOME_MISSING', { home: store.home });
  const { declaration } = openSource(spec);
  return {
    store,
    threads: config.threads,
    delayHours: config.delayHours ?? declaration.defaultDelayHours,
    calendar: createCalendar(declaration.country),
    country: declaration.country ?? '',
    unit: declaration.unit,
    codeVersion: await readCodeVersion(),
    isFinished: declaration.finished,
    defaultAsOf: async (presentHour) =>
      declaration.finished ? lastIngestion(store, presentHour) : presentHour,
  };
}

async function lastIngestion({ catalogue }: Store, presentHour: HourUtc): Promise<HourUtc> {
  const newest = await listSnapshots(catalogue, { dataset: 'observations', limit: 1 });
  return newest.items[0]?.as_of ?? presentHour;
}
