import type { Trial, TrialGroup } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { FactsCard } from './facts-card.tsx';
import { FilesCard } from './files-card.tsx';
import { metricName, metricText, nameOfKind, stateMarks, tookOf } from './run-words.ts';
import { StepsCard } from './steps-card.tsx';
import { stepLines } from './step-lines.ts';
import { TrialsCard } from './trials-card.tsx';

interface RunReportProps {
  readonly group: TrialGroup;
  /** Those of the whole run. */
  readonly trials: readonly Trial[];
  readonly clock: ZoneClock;
}

/** One training, sweep or backtest in full. */
export function RunReport({ group, trials, clock }: RunReportProps) {
  const main = trials.find(({ id }) => id === group.trial);
  if (main === undefined) return null;
  const below = trials.filter(({ parentId }) => parentId === main.id);
  const drawn = group.stepMetrics.filter(
    (metric) => stepLines(metric, group.ranked ? [main] : [main, ...below]).length > 0,
  );
  const more = Object.keys(main.metrics).filter(
    (name) => !group.metrics.includes(name) && main.metrics[name]?.value !== null,
  );
  return (
    <>
      <h2 className="run-title">
        {nameOfKind(main.kind)} <code>{main.runId.slice(0, 12)}</code>
      </h2>
      <Card title="How it ended">
        <p>
          <span className={stateMarks[main.status]}>{main.status}</span> {main.message}
        </p>
        <dl className="run-facts">
          <Fact name="As of" value={`${clock.date(main.asOfUtc)}, ${clock.time(main.asOfUtc)}`} />
          <Fact name="Began" value={`${clock.date(main.startedAtUtc)}, ${clock.time(main.startedAtUtc)}`} />
          <Fact name="Took" value={tookOf(main.durationMs)} />
          {main.peakMemoryMiB !== null && <Fact name="Memory, at most" value={`${main.peakMemoryMiB} MiB`} />}
          {main.modelVersion !== null && <Fact name="Model" value={main.modelVersion.slice(0, 12)} />}
          {more.map((name) => (
            <Fact key={name} name={metricName(name)} value={metricText(main, name)} />
          ))}
        </dl>
      </Card>
      <TrialsCard group={group} main={main} below={below} />
      {drawn.map((metric) => (
        <StepsCard
          key={metric}
          metric={metric}
          title={group.title}
          trials={group.ranked ? [main] : [main, ...below]}
        />
      ))}
      <FilesCard trial={main} />
      <FactsCard title="Parameters" facts={main.parameters} />
      <FactsCard title="Data, code and machine" facts={{ ...main.inputs, ...main.environment }} />
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
