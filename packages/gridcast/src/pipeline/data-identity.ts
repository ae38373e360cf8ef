/** What data go into a run: names of content, never when or where they were read. */
import type { Json } from '../core/index.ts';
import { COVARIATES, snapshotFiles } from '../store/index.ts';
import type { RunContext } from './run-context.ts';

/** The files of what is known at the context's origin, those of covariates only where the home has any. */
export async function dataIdentity(
  context: Pick<RunContext, 'store' | 'covariates' | 'origin' | 'delayHours'>,
): Promise<{ readonly observations: Json; readonly covariates?: Json }> {
  const { store, origin, delayHours } = context;
  const files = await snapshotFiles(store.catalogue, { dataset: 'observations' });
  const visible = files.filter((file) => file.min_hour < origin - delayHours);
  const beside = await covariateIdentity(context);
  return {
    observations: visible.map((file) => file.object_key).sort(),
    ...(beside === undefined ? {} : { covariates: beside }),
  };
}

/** What of the covariates went in: their facts and files, not where they were read from. */
async function covariateIdentity({
  store,
  covariates,
  origin,
}: Pick<RunContext, 'store' | 'covariates' | 'origin'>): Promise<Json | undefined> {
  if (covariates.length === 0) return undefined;
  const files = await snapshotFiles(store.catalogue, { dataset: COVARIATES });
  const visible = files.filter((file) => file.min_hour < origin + 24);
  return {
    facts: covariates.map(({ facts }) => ({ ...facts })),
    files: visible.map((file) => file.object_key).sort(),
  };
}
