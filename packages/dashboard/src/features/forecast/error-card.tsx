import { useAnswer } from '../../api/use-answer.ts';
import type { ForecastGroup, SelectionErrors } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { countOf, formatPercent } from '../../ui/numbers.ts';
import { ErrorBars } from './error-bars.tsx';
import { measuredLines, realisedLines } from './error-lines.ts';

interface ErrorCardProps {
  readonly errors: SelectionErrors | undefined;
  readonly group: ForecastGroup;
  readonly modelVersion: string | null;
}

/** The error so far beside the baselines; before any truth came, the error that the model was measured with. */
export function ErrorCard({ errors, group, modelVersion }: ErrorCardProps) {
  const realised = errors === undefined ? [] : realisedLines(errors);
  const unscored = errors !== undefined && realised.length === 0;
  const { data: model } = useAnswer('/api/v2/models/{version}', {
    params: { version: modelVersion ?? '' },
    enabled: unscored && modelVersion !== null,
  });
  const measured =
    errors === undefined || model === undefined ? [] : measuredLines(model.measured, errors.naiveLagHours);
  const title = unscored && measured.length > 0 ? 'Error when the model was measured' : 'Error so far';
  return (
    <Card title={title} className="tile tile-errors">
      {errors === undefined ? null : realised.length > 0 ? (
        <>
          <ErrorBars lines={realised} />
          <p className="small">
            WAPE of this {group.seriesCount === 1 ? 'series' : 'sum'}:{' '}
            {countOf(errors.hours.total, 'hour', 'hours')} of{' '}
            {countOf(errors.origins, 'forecast', 'forecasts')} that met their truth in the last four weeks;
            the 90 % band held {formatPercent(errors.coverageOfTotal['0.9'], 0)} of them.
          </p>
        </>
      ) : measured.length > 0 ? (
        <>
          <ErrorBars lines={measured} />
          <p className="small">
            No published forecast of this selection has met its truth yet. These are pooled over all single
            series, on {countOf(model?.measured?.originsUtc.length ?? 0, 'daily origin', 'daily origins')}{' '}
            that the model had not seen (WAPE).
          </p>
        </>
      ) : (
        <p>No published forecast of this selection has met its truth yet.</p>
      )}
    </Card>
  );
}
