import type { SourceFacts } from '../../api/schema.ts';
import { addressOf } from '../../api/get.ts';
import { useView } from '../../app/use-view.ts';
import { Card } from '../../ui/card.tsx';
import { Failure } from '../../ui/failure.tsx';
import { zoneClock } from '../../ui/zone-clock.ts';
import { ErrorCard } from './error-card.tsx';
import { ForecastChart } from './forecast-chart.tsx';
import { describeBands } from './forecast-words.ts';
import { HoursTable } from './hours-table.tsx';
import { PartsCard } from './parts-card.tsx';
import { PeakCard } from './peak-card.tsx';
import { ProvenanceLine } from './provenance-line.tsx';
import { SelectionTitle } from './selection-title.tsx';
import { summarise } from './summarise.ts';
import { TotalCard } from './total-card.tsx';
import { useForecast, type Selection } from './use-forecast.ts';

interface ForecastReportProps {
  readonly source: SourceFacts;
  readonly selection: Selection;
}

/** Everything about one selection. */
export function ForecastReport({ source, selection }: ForecastReportProps) {
  const [view, change] = useView();
  const { group, hours, errors, observedHours, failure, busy } = useForecast(source, selection);
  if (failure !== undefined) {
    return <Failure thrown={failure} remedy={() => change({ where: [] })} remedyText="Show all series" />;
  }
  if (group === undefined) return <div className="screen-placeholder" aria-busy="true" />;
  const clock = zoneClock(source.zone);
  const { unit } = source;
  const csv = addressOf('/api/v2/forecasts.csv', { query: { ...selection, observedHours } });
  return (
    <div className="report">
      <SelectionTitle source={source} group={group} />
      <ProvenanceLine source={source} group={group} clock={clock} />
      <div className="tiles">
        <PeakCard group={group} clock={clock} unit={unit} />
        <TotalCard group={group} unit={unit} />
        <ErrorCard errors={errors} group={group} modelVersion={source.modelVersion} />
      </div>
      <Card
        title="Last week and the next 24 hours"
        busy={busy}
        className="chart-card"
        aside={
          <a className="button" href={csv} download>
            Download CSV
          </a>
        }
      >
        <ForecastChart
          hours={hours}
          originMs={Date.parse(source.originUtc)}
          clock={clock}
          unit={unit}
          label={summarise({ group, hours, clock, unit })}
        />
        <p className="small">{describeBands(group)}</p>
        <HoursTable
          hours={hours}
          clock={clock}
          unit={unit}
          open={view.table}
          onToggle={(table) => change({ table }, { replace: true })}
        />
      </Card>
      <PartsCard source={source} selection={selection} />
    </div>
  );
}
