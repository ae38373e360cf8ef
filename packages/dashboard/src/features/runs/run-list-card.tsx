import type { TrackedPage } from '../../api/schema.ts';
import { useView } from '../../app/use-view.ts';
import { ViewLink } from '../../app/view-link.tsx';
import { Card } from '../../ui/card.tsx';
import { describePage } from '../../ui/describe-page.ts';
import { formatPercent } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { kindChoices, nameOfKind, stateMarks, tookOf } from './run-words.ts';
import { LISTED, MOST_LISTED } from './use-runs.ts';

interface RunListCardProps {
  readonly tracked: TrackedPage;
  /** The id of the run that is shown below. */
  readonly chosen: string | undefined;
  readonly clock: ZoneClock;
  readonly busy: boolean;
}

/** A line for each thing that was tracked; one of them is shown below. */
export function RunListCard({ tracked, chosen, clock, busy }: RunListCardProps) {
  const [view, change] = useView();
  const { items, total } = tracked;
  const isMore = total > items.length && items.length < MOST_LISTED;
  return (
    <Card
      title="What was tracked"
      busy={busy}
      aside={
        <div className="segmented" role="group" aria-label="Kind">
          {kindChoices.map(({ kind, words }) => (
            <button
              key={words}
              type="button"
              aria-pressed={view.kind === kind}
              onClick={() => change({ kind, run: undefined, listed: undefined })}
            >
              {words}
            </button>
          ))}
        </div>
      }
    >
      {total === 0 ? (
        <p>
          Nothing of this kind yet. <code>gridcast run</code> trains, <code>gridcast tune</code> searches, and{' '}
          <code>gridcast backtest</code> tests.
        </p>
      ) : (
        <div className="scroll-x">
          <table className="run-list">
            <caption>
              {describePage(tracked, 'Newest first')}; local time of {clock.zone}
            </caption>
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">As of</th>
                <th scope="col">State</th>
                <th scope="col">MASE</th>
                <th scope="col">WAPE</th>
                <th scope="col">Took</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ runId, kind, asOfUtc, status, mase, wape, durationMs }) => (
                <tr key={runId + kind} aria-current={runId === chosen ? 'true' : undefined}>
                  <th scope="row">
                    <ViewLink to={{ ...view, run: runId }}>
                      {nameOfKind(kind)} <code>{runId.slice(0, 8)}</code>
                    </ViewLink>
                  </th>
                  <td>
                    {clock.date(asOfUtc)}, {clock.time(asOfUtc)}
                  </td>
                  <td>
                    <span className={stateMarks[status]}>{status}</span>
                  </td>
                  <td>{mase?.toFixed(3) ?? '–'}</td>
                  <td>{formatPercent(wape)}</td>
                  <td>{tookOf(durationMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {isMore && (
            <button type="button" className="quiet" onClick={() => change({ listed: items.length + LISTED })}>
              Show earlier ones
            </button>
          )}
        </div>
      )}
    </Card>
  );
}
