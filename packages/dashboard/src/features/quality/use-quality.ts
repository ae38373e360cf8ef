import { useAnswer } from '../../api/use-answer.ts';

/** Lines of the lists of runs and models. */
export const LISTED = 12;

/** Everything that the screen shows. */
export function useQuality(where: readonly string[]) {
  const source = useAnswer('/api/v2/source');
  const errors = useAnswer('/api/v2/errors', { query: { where, limit: 1500 } });
  const quality = useAnswer('/api/v2/quality');
  const runs = useAnswer('/api/v2/runs', { query: { limit: LISTED } });
  const feeds = useAnswer('/api/v2/feeds');
  const drift = useAnswer('/api/v2/monitoring/drift/reports', { query: { limit: 10 } });
  const models = useAnswer('/api/v2/models', { query: { limit: LISTED } });
  const version = source.data?.modelVersion ?? null;
  const champion = useAnswer('/api/v2/models/{version}', {
    params: { version: version ?? '' },
    enabled: version !== null,
  });
  const asked = [
    source,
    errors,
    quality,
    runs,
    models,
    feeds,
    drift,
    ...(version === null ? [] : [champion]),
  ];
  return {
    /** False until every first answer is there, so that nothing moves about. */
    ready: asked.every(({ isPending }) => !isPending),
    busy: errors.isPlaceholderData,
    source: source.data,
    champion: champion.data,
    errors: errors.data,
    quality: quality.data,
    runs: runs.data,
    models: models.data,
    feeds: feeds.data,
    drift: drift.data,
    failure: source.data === undefined ? source.error : null,
    selectionFailure: errors.data === undefined ? errors.error : null,
  };
}

export type QualityAnswers = ReturnType<typeof useQuality>;
