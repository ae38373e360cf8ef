import type { SourceFacts } from '../../api/schema.ts';
import { zoneClock } from '../../ui/zone-clock.ts';
import { CoverageCard } from './coverage-card.tsx';
import { ErrorsCard } from './errors-card.tsx';
import { ExpectationsCard } from './expectations-card.tsx';
import { FeedsCard } from './feeds-card.tsx';
import { FreshnessLine } from './freshness-line.tsx';
import { ModelCard } from './model-card.tsx';
import { ModelsCard } from './models-card.tsx';
import { RunsCard } from './runs-card.tsx';
import type { QualityAnswers } from './use-quality.ts';

interface QualityReportProps {
  readonly source: SourceFacts;
  readonly answers: QualityAnswers;
}

/** Errors of the selection on top, then what holds for all of it. */
export function QualityReport({ source, answers }: QualityReportProps) {
  const { errors, champion, quality, runs, models, feeds, drift, busy } = answers;
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
        <div className="quality-wide">{quality !== undefined && <ExpectationsCard quality={quality} />}</div>
        {feeds !== undefined && drift !== undefined && (
          <div className="quality-wide">
            <FeedsCard feeds={feeds.items} drift={drift.items} clock={clock} />
          </div>
        )}
        {runs !== undefined && <RunsCard runs={runs} clock={clock} />}
        {models !== undefined && <ModelsCard models={models} clock={clock} />}
      </div>
    </>
  );
}
