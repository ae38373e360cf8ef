import type { RunPage } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';

import type { ZoneClock } from '../../ui/zone-clock.ts';
import { describePage } from '../../ui/describe-page.ts';
import { formatDuration } from '../../ui/format-duration.ts';

const marks = { done: 'mark mark-good', failed: 'mark mark-bad', running: 'mark', stopped: 'mark' } as const;

interface RunsCardProps {
  readonly runs: RunPage;
  readonly clock: ZoneClock;
}

/** The newest runs of the pipeline. */
export function RunsCard({ runs, clock }: RunsCardProps) {
  return (
    <Card title="Runs">
      <div className="scroll-x">
        <table>
          <caption>
            {describePage(runs, 'Newest first')}; local time of {clock.zone}
          </caption>
          <thead>
            <tr>
              <th scope="col">Logical hour</th>
              <th scope="col">Kind</th>
              <th scope="col">State</th>
              <th scope="col">Took</th>
              <th scope="col">Attempt</th>
            </tr>
          </thead>
          <tbody>
            {runs.items.map(
              ({ id, pipeline, logicalHourUtc, status, startedAtUtc, endedAtUtc, attempt, error }) => (
                <tr key={id}>
                  <th scope="row">
                    {clock.date(logicalHourUtc)}, {clock.time(logicalHourUtc)}
                    {error !== null && <div className="run-error">{error}</div>}
                  </th>
                  <td>{pipeline}</td>
                  <td>
                    <span className={marks[status]}>{status}</span>
                  </td>
                  <td>{formatDuration(startedAtUtc, endedAtUtc)}</td>
                  <td>{attempt}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
