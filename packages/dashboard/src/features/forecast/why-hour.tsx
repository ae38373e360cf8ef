import type { ExplainedHour } from '../../api/schema.ts';
import { formatPercent, formatValue, withUnit } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { WhyTable } from './why-table.tsx';

interface WhyHourProps {
  readonly explained: ExplainedHour;
  readonly unit: string;
  readonly clock: ZoneClock;
}

/** One explained hour: a table of what moved it, what each member said, and whether it could be made again. */
export function WhyHour({ explained, unit, clock }: WhyHourProps) {
  const { reproduced, published, recomputed, members } = explained;
  return (
    <>
      <WhyTable explained={explained} unit={unit} clock={clock} />
      {members.length > 0 && (
        <details className="why-members">
          <summary>What each member of the model said</summary>
          <div className="scroll-x">
            <table>
              <thead>
                <tr>
                  <th scope="col">Member</th>
                  <th scope="col">Share</th>
                  <th scope="col">It said{unit === '' ? '' : `, ${unit}`}</th>
                </tr>
              </thead>
              <tbody>
                {members.map((member) => (
                  <tr key={member.name}>
                    <th scope="row">{member.words}</th>
                    <td>{formatPercent(member.share)}</td>
                    <td>{member.forecast === null ? '–' : formatValue(member.forecast)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
      {reproduced ? (
        <p className="small">
          Made again from what was known when it was made: equal to the published forecast.
        </p>
      ) : (
        <p>
          <span className="mark mark-warn">differs</span> Published was{' '}
          {withUnit(formatValue(published), unit)}; made again it is {withUnit(formatValue(recomputed), unit)}
          , and that is what the table explains.
        </p>
      )}
    </>
  );
}
