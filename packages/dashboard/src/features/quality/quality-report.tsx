import { useAnswer } from '../../api/use-answer.ts';
import type { SelectionErrors, SourceFacts } from '../../api/schema.ts';
import { zoneClock } from '../../ui/zone-clock.ts';
import { CoverageCard } from './coverage-card.tsx';
import { ErrorsCard } from './errors-card.tsx';
import { ExpectationsCard } from './expectations-card.tsx';
import { FreshnessLine } from './freshness-line.tsx';
import { ModelCard } from './model-card.tsx';
import { ModelsCard } from './models-card.tsx';
import { RunsCard } from './runs-card.tsx';

interface QualityReportProps {
  readonly source: SourceFacts;
  readonly errors: SelectionErrors | undefined;
  readonly busy: boolean;
}

/** Errors of the selection on top, then what holds for all of it. */
export function QualityReport({ source, errors, busy }: QualityReportProps) {
  const champion = useAnswer('/api/v2/models/{version}', {
    params: { version: source.modelVersion ?? '' },
    enabled: source.modelVersion !== null,
  }).data;
  const clock = zoneClock(source.zone);
  return (
    <>
      <h1 className="quality-title">Quality and monitoring</h1>
      <FreshnessLine source={source} clock={clock} />
      <div className="quality">
        <div className="quality-wide">
          {errors !== undefined && <ErrorsCard errors={errors} clock={clock} busy={busy} />}
        </div>
        {champion !== undefined && <ModelCard champion={champion} clock={clock} />}
        <CoverageCard errors={errors} champion={champion} />
        <div className="quality-wide">
          <ExpectationsCard />
        </div>
        <RunsCard clock={clock} />
        <ModelsCard clock={clock} />
      </div>
    </>
  );
}
