import { useAnswer } from '../../api/use-answer.ts';
import type { ForecastGroup, Measurement, SelectionErrors } from '../../api/schema.ts';
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
  const unscored = errors?.origins === 0;
  const { data: model } = useAnswer('/api/v2/models/{version}', {
    params: { version: modelVersion ?? '' },
    enabled: unscored && modelVersion !== null,
  });
  const measured = unscored ? (model?.measured ?? null) : null;
  const title = measured === null ? 'Error so far' : 'Error when the model was measured';
  return (
    <Card title={title} className="tile tile-errors">
      {errors === undefined ? null : measured !== null ? (
        <Measured measured={measured} errors={errors} />
      ) : unscored ? (
        <p>No published forecast of this selection has met its truth yet.</p>
      ) : (
        <Realised errors={errors} seriesCount={group.seriesCount} />
      )}
    </Card>
  );
}

interface RealisedProps {
  readonly errors: SelectionErrors;
  readonly seriesCount: number;
}

function Realised({ errors, seriesCount }: RealisedProps) {
  const hours = countOf(errors.hours.total, 'hour', 'hours');
  const forecasts = countOf(errors.origins, 'forecast', 'forecasts');
  return (
    <>
      <ErrorBars lines={realisedLines(errors)} />
      <p className="small">
        WAPE of this {seriesCount === 1 ? 'series' : 'sum'} over the {hours} of {forecasts} that met their
        truth in the last four weeks. The 90 % band held {formatPercent(errors.coverageOfTotal['0.9'], 0)} of
        them.
      </p>
    </>
  );
}

interface MeasuredProps {
  readonly measured: NonNullable<Measurement>;
  readonly errors: SelectionErrors;
}

function Measured({ measured, errors }: MeasuredProps) {
  const origins = countOf(measured.originsUtc.length, 'daily origin', 'daily origins');
  return (
    <>
      <ErrorBars lines={measuredLines(measured, errors.naiveLagHours)} />
      <p className="small">
        No published forecast of this selection has met its truth yet. This is the WAPE over all single series
        on {origins} that the scored models had not seen.
      </p>
    </>
  );
}
