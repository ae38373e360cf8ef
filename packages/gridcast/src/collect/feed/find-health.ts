/** The health of the feeds of a home. */
import type { HourUtc } from '../../core/index.ts';
import { findFeedState, type Catalogue } from '../../store/index.ts';
import { resolveCovariates } from '../covariates/home-covariates.ts';
import { findServiceHealth } from '../covariates/services/service-health.ts';
import { findFixedSource } from '../fixed-source.ts';
import { openSource } from '../sources.ts';
import { feedHealth, type FeedHealth } from './health.ts';

/** Undefined where the home's source is no living feed, or was never read. */
export async function findFeedHealth(catalogue: Catalogue, hour: HourUtc): Promise<FeedHealth | undefined> {
  const spec = await findFixedSource(catalogue);
  if (spec === undefined) return undefined;
  const state = await findFeedState(catalogue, spec.name);
  if (state === undefined) return undefined;
  return feedHealth(state, { hour, delayHours: openSource(spec).declaration.defaultDelayHours });
}

/** The health of every feed: the one that the home is filled from, and the services of its covariates. */
export async function listFeedHealth(catalogue: Catalogue, hour: HourUtc): Promise<FeedHealth[]> {
  const spec = await findFixedSource(catalogue);
  if (spec === undefined) return [];
  const source = openSource(spec);
  const covariates = await resolveCovariates(catalogue, source, undefined);
  const at = source.declaration.finished ? 'its last reading' : hour;
  const found = await Promise.all([
    findFeedHealth(catalogue, hour),
    ...covariates.map((covariate) => findServiceHealth(catalogue, covariate, at)),
  ]);
  return found.filter((health) => health !== undefined);
}
