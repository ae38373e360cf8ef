import { useAnswer } from '../../api/use-answer.ts';
import type { View } from '../../app/view-state.ts';

/** Lines of the list at first, and how many more are asked for at a time. */
export const LISTED = 10;
/** The most that the API lists at once. */
export const MOST_LISTED = 200;
/** Trials of one run: of a sweep the best. */
const SHOWN_TRIALS = 25;

/** What was tracked, and one run of it in full: the one that the address names, or the newest. */
export function useRuns({ kind, run, listed }: Pick<View, 'kind' | 'run' | 'listed'>) {
  const source = useAnswer('/api/v2/source');
  const tracked = useAnswer('/api/v2/tracked', {
    query: { kind, limit: Math.min(MOST_LISTED, listed ?? LISTED) },
  });
  const id = run ?? tracked.data?.items[0]?.runId;
  const trials = useAnswer('/api/v2/runs/{id}/trials', {
    params: { id: id ?? '' },
    query: { limit: SHOWN_TRIALS },
    enabled: id !== undefined,
  });
  const asked = [source, tracked, ...(id === undefined ? [] : [trials])];
  return {
    /** False until every first answer is there, so that nothing moves about. */
    ready: asked.every(({ isPending }) => !isPending),
    busy: tracked.isPlaceholderData || trials.isPlaceholderData,
    /** Instants are told in the source's zone where a forecast says which it is. */
    zone: source.data?.zone ?? 'UTC',
    id,
    tracked: tracked.data,
    trials: trials.data,
    failure: tracked.data === undefined ? tracked.error : null,
    runFailure: trials.error,
  };
}
