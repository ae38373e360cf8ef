/** Columns that the scored days cannot judge. */
import { featureColumns } from '../../features/index.ts';
import type { LearningRows } from '../tuning/sweep-rows.ts';

/**
 * Columns of codes that trees learn from with codes that no scored row has: on days without a holiday the class of the day looks
 * useless, and the next holiday would miss it.
 */
export function unseenCodes({
  names,
  train,
  scored,
}: Pick<LearningRows, 'names' | 'train' | 'scored'>): string[] {
  const codes = new Set(featureColumns.filter(({ unit }) => unit === 'code').map(({ name }) => name));
  return names.filter((name, place) => {
    if (!codes.has(name)) return false;
    const seen = new Set(scored.flatMap((fold) => Array.from(fold[place] as Float64Array)));
    return (train[place] as Float64Array).some((code) => !Number.isNaN(code) && !seen.has(code));
  });
}
