import { useMemo } from 'react';
import type { ForecastGroup } from '../../api/schema.ts';
import { useView } from '../../app/use-view.ts';
import { Card } from '../../ui/card.tsx';
import { nearHours } from './chart-hours.ts';
import { ChartTools } from './chart-tools.tsx';
import type { ForecastPicture } from './draw-forecast.ts';
import { ForecastChart } from './forecast-chart.tsx';
import { describeBands } from './forecast-words.ts';
import { HoursTable } from './hours-table.tsx';
import { summarise } from './summarise.ts';

interface ChartCardProps extends ForecastPicture {
  readonly group: ForecastGroup;
  readonly busy: boolean;
  /** Where the numbers are to be had as CSV. */
  readonly csv: string;
}

/** The chart, how its bands were made, and its numbers. */
export function ChartCard({ group, hours, originMs, clock, unit, busy, csv }: ChartCardProps) {
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
      <p className="small">{describeBands(group)}</p>
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
