/** How good the covariates of an origin are: what its vectors could read of them. */
import { isoOfHour } from '../core/index.ts';
import { newestOf } from '../features/index.ts';
import type { LoadedCovariate } from '../store/index.ts';
import type { RunContext } from './run-context.ts';

/** A covariate as an origin saw it; JSON-safe. */
export interface CovariateQuality {
  readonly name: string;
  readonly kind: 'observed' | 'forecast';
  readonly delayHours: number;
  /** Series that it stands for. */
  readonly series: number;
  /** The end of the newest hour known at the origin; null where nothing is known. */
  readonly knownUntilUtc: string | null;
  /** Hours by which that is older than its delay explains; null where nothing is known. */
  readonly lateHours: number | null;
}

/** From so many late hours on, the windows of a day have too few values: they are missing, and people should know. */
const STALE_HOURS = 12;

/** The covariates of an origin, with a warning for each that is stale or was never known; forecasts go on without it. */
export function covariateQuality(
  { covariates, origin, logger }: Pick<RunContext, 'covariates' | 'origin' | 'logger'>,
  loaded: readonly LoadedCovariate[],
): { readonly [Field in keyof CovariateQuality]: CovariateQuality[Field] }[] {
  return covariates.map(({ facts }, place) => {
    const { lastHour = null, series = 0 } = loaded[place] ?? {};
    const knownUntilUtc = lastHour === null ? null : isoOfHour(lastHour + 1);
    const lateHours = lastHour === null ? null : Math.max(0, newestOf(origin, facts) - lastHour);
    if (lateHours === null || lateHours >= STALE_HOURS)
      logger.warn('covariate is stale, forecasts go on without it', { name: facts.name, knownUntilUtc });
    return { ...facts, series, knownUntilUtc, lateHours };
  });
}
