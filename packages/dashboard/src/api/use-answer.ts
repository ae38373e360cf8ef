import { keepPreviousData, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { addressOf, ApiUnreachable, get, type Ask } from './get.ts';
import type { Routes } from './schema.ts';

/** Questions are asked again each minute while the page is seen; where nothing changed the API says so in a few bytes. */
export const REFRESH_MS = 60_000;

/** Holds the answers of one page. */
export function createAnswers(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: REFRESH_MS / 2,
        refetchInterval: (query) => (query.state.status === 'error' ? REFRESH_MS / 6 : REFRESH_MS),
        retry: (failures, thrown) => thrown instanceof ApiUnreachable && failures < 1,
        retryDelay: 500,
      },
    },
  });
}

interface Wish<Path extends keyof Routes> extends Ask<Path> {
  /** False: not asked yet. */
  readonly enabled?: boolean;
}

/** The newest answer of a route; while another question is under way, the answer to the one before. */
export function useAnswer<Path extends keyof Routes>(
  path: Path,
  { enabled = true, ...ask }: Wish<Path> = {},
): UseQueryResult<Routes[Path]['answer']> {
  return useQuery({
    queryKey: [addressOf(path, ask)],
    queryFn: ({ signal }) => get(path, ask, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}
