import type { ModelFacts } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { countOf, formatPercent } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';

interface ModelCardProps {
  readonly champion: ModelFacts;
  readonly clock: ZoneClock;
}

/** The model that forecasts, its members, and what they were worth beside the naives. */
export function ModelCard({ champion, clock }: ModelCardProps) {
  const { measured, version, trainedAsOfUtc, delayHours } = champion;
  return (
    <Card title="The model that forecasts">
      <p className="small">
        <code>{version.slice(0, 12)}</code>, trained on what was known {clock.date(trainedAsOfUtc)},{' '}
        {clock.time(trainedAsOfUtc)}, for a delay of {countOf(delayHours, 'hour', 'hours')}
      </p>
      {measured === null ? (
        <p>It was not measured.</p>
      ) : (
        <div className="scroll-x">
          <table>
            <caption>
              Over all series, on {countOf(measured.originsUtc.length, 'daily origin', 'daily origins')} that
              the scored models had not seen; a MASE below 1 beats a copy of the day before within the history
            </caption>
            <thead>
              <tr>
                <th scope="col">Forecaster</th>
                <th scope="col">Weight</th>
                <th scope="col">MASE</th>
                <th scope="col">WAPE</th>
                <th scope="col">MAPE</th>
              </tr>
            </thead>
            <tbody>
              {measured.lines.map(({ name, weight, mase, wape, mape }) => (
                <tr key={name} className={name === 'ensemble' ? 'strong' : undefined}>
                  <th scope="row">{name}</th>
                  <td>{weight === null ? '–' : weight.toFixed(2)}</td>
                  <td>{mase === null ? '–' : mase.toFixed(3)}</td>
                  <td>{formatPercent(wape)}</td>
                  <td>{formatPercent(mape)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
