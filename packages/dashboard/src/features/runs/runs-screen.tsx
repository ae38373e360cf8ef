import { useView } from '../../app/use-view.ts';
import { Failure } from '../../ui/failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { zoneClock } from '../../ui/zone-clock.ts';
import { RunListCard } from './run-list-card.tsx';
import { RunReport } from './run-report.tsx';
import { useRuns } from './use-runs.ts';
import './runs-screen.css';

/** What was trained, tuned and tested, and how it did. */
export function RunsScreen() {
  const [view, change] = useView();
  const { ready, busy, zone, id, tracked, trials, failure, runFailure } = useRuns(view);
  if (failure !== null) return <Failure thrown={failure} />;
  if (tracked === undefined || !ready) return <div className="screen-placeholder" aria-busy="true" />;
  const clock = zoneClock(zone);
  return (
    <>
      <h1 className="runs-title">Trainings, sweeps and backtests</h1>
      <RunListCard tracked={tracked} chosen={id} clock={clock} busy={busy} />
      {runFailure !== null && (
        <Failure
          thrown={runFailure}
          remedy={() => change({ run: undefined })}
          remedyText="Show the newest run"
        />
      )}
      {runFailure === null && trials?.items.length === 0 && (
        <Notice title="Nothing was tracked of this run">
          <p>It trained no model.</p>
        </Notice>
      )}
      {runFailure === null &&
        trials?.groups.map((group) => (
          <RunReport key={group.trial} group={group} trials={trials.items} clock={clock} />
        ))}
    </>
  );
}
