import { useAnswer } from '../../api/use-answer.ts';
import { Card } from '../../ui/card.tsx';
import { formatPercent } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';

const SHOWN = 12;

/** The newest models of the registry. */
export function ModelsCard({ clock }: { readonly clock: ZoneClock }) {
  const { data } = useAnswer('/api/v2/models', { query: { limit: SHOWN } });
  return (
    <Card title="Models">
      <div className="scroll-x">
        <table>
          <caption>
            {data !== undefined && data.total > SHOWN
              ? `The newest ${SHOWN} of ${data.total.toLocaleString('en')}`
              : 'Most recently trained first'}
          </caption>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Trained as of</th>
              <th scope="col">MASE</th>
              <th scope="col">WAPE</th>
            </tr>
          </thead>
          <tbody>
            {(data?.items ?? []).map(({ version, aliases, trainedAsOfUtc, measured }) => {
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
