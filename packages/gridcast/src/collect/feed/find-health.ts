/** The health of the feed that a home is filled from. */
import type { HourUtc } from '../../core/index.ts';
import { findFeedState, type Catalogue } from '../../store/index.ts';
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
