import type { ModelFacts, SelectionErrors } from '../../api/schema.ts';
import { Card } from '../../ui/card.tsx';
import { formatPercent } from '../../ui/numbers.ts';

interface CoverageCardProps {
  readonly errors: SelectionErrors | undefined;
  readonly champion: ModelFacts | undefined;
}

const bands = ['0.5', '0.8', '0.9'] as const;

/** How often the truth fell inside the bands. */
export function CoverageCard({ errors, champion }: CoverageCardProps) {
  const measured = champion?.measured?.coverage;
  return (
    <Card title="Truths inside the bands">
      <table>
        <thead>
          <tr>
            <th scope="col">Band</th>
            <th scope="col">This selection, so far</th>
            <th scope="col">All series, when measured</th>
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band}>
              <th scope="row">{formatPercent(Number(band), 0)}</th>
              <td>{formatPercent(errors?.coverageOfTotal[band])}</td>
              <td>{formatPercent(measured?.[band])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small">
        The bands of a sum allow for errors of its series that partly cancel, as far as they did when the
        model was measured.
      </p>
    </Card>
  );
}
