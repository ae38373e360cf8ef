import { addressOf } from '../../api/get.ts';
import type { SourceFacts } from '../../api/schema.ts';
import { SelectionTitle } from '../../app/selection/selection-title.tsx';
import { useView } from '../../app/use-view.ts';
import { Failure } from '../../ui/failure.tsx';
import { zoneClock } from '../../ui/zone-clock.ts';
import { ChartCard } from './chart-card.tsx';
import { ErrorCard } from './error-card.tsx';
import { PartsCard } from './parts-card.tsx';
import { PeakCard } from './peak-card.tsx';
import { ProvenanceLine } from './provenance-line.tsx';
import { TotalCard } from './total-card.tsx';
import { WhyCard } from './why-card.tsx';
import { useForecast, type Selection } from './use-forecast.ts';

interface ForecastReportProps {
  readonly source: SourceFacts;
  readonly selection: Selection;
}

/** Everything about one selection. */
export function ForecastReport({ source, selection }: ForecastReportProps) {
  const [, change] = useView();
  const { group, bandCoverage, hours, errors, observedHours, failure, busy } = useForecast(source, selection);
  if (failure !== undefined) {
    return <Failure thrown={failure} remedy={() => change({ where: [] })} remedyText="Show all series" />;
  }
  if (group === undefined) return <div className="screen-placeholder" aria-busy="true" />;
  const clock = zoneClock(source.zone);
  const { unit } = source;
  return (
    <div className="report">
      <SelectionTitle source={source} group={group} />
      <ProvenanceLine source={source} group={group} clock={clock} />
      <div className="tiles">
        <PeakCard group={group} clock={clock} unit={unit} />
        <TotalCard group={group} unit={unit} />
        <ErrorCard errors={errors} group={group} modelVersion={source.modelVersion} />
      </div>
      <ChartCard
        group={group}
        bandCoverage={bandCoverage}
        hours={hours}
        originMs={Date.parse(source.originUtc)}
        clock={clock}
        unit={unit}
        busy={busy}
        csv={addressOf('/api/v2/forecasts.csv', { query: { ...selection, observedHours } })}
      />
      <WhyCard source={source} group={group} clock={clock} />
      <PartsCard source={source} selection={selection} />
    </div>
  );
}
