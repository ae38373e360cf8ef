import { GridcastError } from '../../core/index.ts';
import type { Catalogue } from '../../store/index.ts';

/** The run that is named, or the newest that has a trial. @throws USAGE_MISSING_VALUE where none has and none is named */
export async function findRunId(catalogue: Catalogue, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const newest = await catalogue
    .selectFrom('trial')
    .select('run_id')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest !== undefined) return newest.run_id;
  throw new GridcastError('USAGE_MISSING_VALUE', { name: 'RUN', example: 'gridcast runs show 3f2a' });
}
