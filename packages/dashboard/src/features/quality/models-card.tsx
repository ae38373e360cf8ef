import type { ModelPage } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { formatPercent } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { describePage } from '../../ui/describe-page.ts';

interface ModelsCardProps {
  readonly models: ModelPage;
  readonly clock: ZoneClock;
}

/** The newest models of the registry. */
export function ModelsCard({ models, clock }: ModelsCardProps) {
  return (
    <Card title="Models">
      <div className="scroll-x">
        <table>
          <caption>{describePage(models, 'Most recently trained first')}</caption>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Trained as of</th>
              <th scope="col">MASE</th>
              <th scope="col">WAPE</th>
            </tr>
          </thead>
          <tbody>
            {models.items.map(({ version, aliases, trainedAsOfUtc, measured }) => {
              const ensemble = measured?.lines.find(({ name }) => name === 'ensemble');
              return (
                <tr key={version}>
                  <th scope="row">
                    <code>{version.slice(0, 10)}</code>
                    {aliases.map((alias) => (
                      <span key={alias} className="mark mark-good">
                        {alias}
                      </span>
                    ))}
                  </th>
                  <td>
                    {clock.date(trainedAsOfUtc)}, {clock.time(trainedAsOfUtc)}
                  </td>
                  <td>{ensemble?.mase?.toFixed(3) ?? '–'}</td>
                  <td>{formatPercent(ensemble?.wape)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
