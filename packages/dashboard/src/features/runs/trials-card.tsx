import type { Trial, TrialGroup } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { describeBelow, describeTrial, metricName, metricText, stateMarks } from './run-words.ts';

interface TrialsCardProps {
  readonly group: TrialGroup;
  readonly main: Trial;
  readonly below: readonly Trial[];
}

/** The whole beside its parts, or a sweep's trials, the best first. */
export function TrialsCard({ group, main, below }: TrialsCardProps) {
  const names = group.metrics.filter((name) => [main, ...below].some(({ metrics }) => name in metrics));
  if (names.length === 0) return null;
  const cells = (trial: Trial) => names.map((name) => <td key={name}>{metricText(trial, name)}</td>);
  const caption = [describeBelow(group, below.length), group.note].filter((text) => text !== '');
  return (
    <Card title={group.ranked ? 'Trials' : 'Errors'}>
      <div className="scroll-x">
        <table className="trials">
          <caption>{caption.join('. ')}</caption>
          <thead>
            <tr>
              <th scope="col">{group.ranked ? 'Trial' : 'Forecaster or part'}</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {metricName(name)}
                </th>
              ))}
              {group.ranked && <th scope="col">Settings, or why it came to nothing</th>}
            </tr>
          </thead>
          <tbody>
            <tr className="trial-main">
              <th scope="row">{group.title}</th>
              {cells(main)}
              {group.ranked && <td />}
            </tr>
            {below.map((trial) => (
              <tr key={trial.id}>
                <th scope="row">
                  {trial.name}
                  {trial.status !== 'done' && (
                    <span className={stateMarks[trial.status]}>{trial.status}</span>
                  )}
                </th>
                {cells(trial)}
                {group.ranked && <td className="trial-settings">{describeTrial(trial)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
