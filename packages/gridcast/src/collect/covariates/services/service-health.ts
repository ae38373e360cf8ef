/** How the service of a covariate is. */
import type { HourUtc } from '../../../core/index.ts';
import { findFeedState, type Catalogue } from '../../../store/index.ts';
import { feedHealth, type FeedHealth } from '../../feed/health.ts';
import type { Covariate } from '../covariate.ts';
import { stateName } from './service-plan.ts';

/** So much later than expected its newest value may be: a publication that is late by some hours is no stall. */
const SLACK_HOURS = 6;

/** The health at an hour; undefined for a covariate of no service, or of one that was never asked. Beside a source that has ended nothing newer is asked for: the last reading counts. */
export async function findServiceHealth(
  catalogue: Catalogue,
  { facts: { name }, service }: Covariate,
  at: HourUtc | 'its last reading',
): Promise<FeedHealth | undefined> {
  if (service === undefined) return undefined;
  const state = await findFeedState(catalogue, stateName(name));
  if (state === undefined) return undefined;
  const hour = at === 'its last reading' ? state.head_hour : at;
  return feedHealth(state, { hour, delayHours: hour - service.expectedUntil(hour), slackHours: SLACK_HOURS });
}
