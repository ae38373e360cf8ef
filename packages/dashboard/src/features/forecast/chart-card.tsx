import { useMemo } from 'react';
import type { BandCoverage, ForecastGroup } from '../../api/schema.ts';
import { useView } from '../../app/use-view.ts';
import { Card } from '../../ui/card.tsx';
import { nearHours } from './chart-hours.ts';
import { ChartTools } from './chart-tools.tsx';
import type { ForecastPicture } from './draw-forecast.ts';
import { ForecastChart } from './forecast-chart.tsx';
import { describeBands, describeCoverage } from './forecast-words.ts';
import { HoursTable } from './hours-table.tsx';
import { summarise } from './summarise.ts';

interface ChartCardProps extends ForecastPicture {
  readonly group: ForecastGroup;
  /** What bands of the model held; undefined until it is known. */
  readonly bandCoverage: BandCoverage | undefined;
  readonly busy: boolean;
  /** Where the numbers are to be had as CSV. */
  readonly csv: string;
}

/** The chart, how its bands were made, and its numbers. */
export function ChartCard({ group, bandCoverage, hours, originMs, clock, unit, busy, csv }: ChartCardProps) {
  const [{ near, table }, change] = useView();
  const shown = useMemo(() => (near ? nearHours(hours, originMs) : hours), [hours, originMs, near]);
  return (
    <Card
      title={`Last ${near ? 'two days' : 'week'} and the next 24 hours`}
      busy={busy}
      className="chart-card"
      aside={<ChartTools csv={csv} />}
    >
      <ForecastChart
        hours={shown}
        originMs={originMs}
        clock={clock}
        unit={unit}
        label={summarise({ group, hours: shown, clock, unit })}
      />
      <p className="small">
        {describeBands(group)} {describeCoverage(group, bandCoverage)}
      </p>
      <HoursTable
        hours={shown}
        clock={clock}
        unit={unit}
        open={table}
        onToggle={(open) => change({ table: open }, { replace: true })}
      />
    </Card>
  );
}
