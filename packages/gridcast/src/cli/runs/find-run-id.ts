import { GridcastError } from '../../core/index.ts';
import { findNewestTrialRun, type Catalogue } from '../../store/index.ts';

/** The run that is named, or the newest that has a trial. @throws USAGE_MISSING_VALUE where none has and none is named */
export async function findRunId(catalogue: Catalogue, named: string | undefined): Promise<string> {
  const found = named ?? (await findNewestTrialRun(catalogue));
  if (found !== undefined) return found;
  throw new GridcastError('USAGE_MISSING_VALUE', { name: 'RUN', example: 'gridcast runs show 3f2a' });
}
