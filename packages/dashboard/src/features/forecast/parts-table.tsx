import type { SourceFacts } from '../../api/schema.ts';
import { useView } from '../../app/use-view.ts';
import { withValue } from '../../app/view-state.ts';
import { ViewLink } from '../../app/view-link.tsx';
import { humanise } from '../../ui/key-names.ts';
import { formatPercent, formatValue } from '../../ui/numbers.ts';
import type { ZoneClock } from '../../ui/zone-clock.ts';
import { sparkline, type Part } from './parts.ts';
import './parts-table.css';

interface PartsTableProps {
  readonly parts: readonly Part[];
  readonly by: string;
  readonly source: SourceFacts;
  readonly clock: ZoneClock;
}

/** Parts, largest first; the name of one leads to it. */
export function PartsTable({ parts, by, source, clock }: PartsTableProps) {
  const [view] = useView();
  const keyNames = source.keys.map(({ name }) => name);
  const hasReadings = parts.some(({ reading }) => reading);
  return (
    <>
      <div className="scroll-x">
        <table className="parts-table">
          <thead>
            <tr>
              <th scope="col">{humanise(by)}</th>
              <th scope="col" className="wide">
                Next 24 hours
              </th>
              <th scope="col">Sum{source.unit === '' ? '' : `, ${source.unit}`}</th>
              <th scope="col" className="wide">
                Share
              </th>
              <th scope="col">Peak hour</th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part.value}>
                <th scope="row">
                  <ViewLink
                    to={{ ...view, where: withValue(view.where, { key: by, value: part.value }, keyNames) }}
                  >
                    {part.name}
                  </ViewLink>
                  {part.reading && <span className="mark">reading</span>}
                  {part.fallback && <span className="mark mark-warn">fallback</span>}
                </th>
                <td className="wide">
                  <svg
                    className="sparkline"
                    viewBox="0 0 100 24"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                  >
                    <path d={sparkline(part.hourly)} />
                  </svg>
                </td>
                <td>{formatValue(part.total)}</td>
                <td className="wide">{formatPercent(part.share)}</td>
                <td>{clock.hour(part.peakUtc)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasReadings && (
        <p className="small">
          <span className="mark">reading</span> The owner publishes no name for this value; it is read from
          the shape of the data and may be wrong.
        </p>
      )}
    </>
  );
}
