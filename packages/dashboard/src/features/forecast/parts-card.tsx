import { useAnswer } from '../../api/use-answer.ts';
import type { SourceFacts } from '../../api/schema.ts';
import { useView } from '../../app/use-view.ts';
import { Card } from '../../ui/card.tsx';
import { humanise } from '../../ui/key-names.ts';
import { zoneClock } from '../../ui/zone-clock.ts';
import { freeKeys, partsOf } from './parts.ts';
import { PartsTable } from './parts-table.tsx';
import type { Selection } from './use-forecast.ts';

/** The API gives at most so many groups at once. */
const MOST_PARTS = 500;

interface PartsCardProps {
  readonly source: SourceFacts;
  readonly selection: Selection;
}

/** What the selection is made of, by one of the keys that are still free. */
export function PartsCard({ source, selection }: PartsCardProps) {
  const [view, change] = useView();
  const free = freeKeys(source, selection.where);
  const by = view.by !== undefined && free.includes(view.by) ? view.by : free.at(-1);
  const { data, isPlaceholderData } = useAnswer('/api/v2/forecasts', {
    query: { ...selection, by: by === undefined ? [] : [by], limit: MOST_PARTS },
    enabled: by !== undefined,
  });
  if (by === undefined) return null;
  const parts = partsOf(data?.groups ?? [], by);
  return (
    <Card
      title={`Parts by ${humanise(by).toLowerCase()}`}
      busy={isPlaceholderData}
      aside={
        free.length > 1 && (
          <div className="segmented" role="group" aria-label="List parts by">
            {free.map((key) => (
              <button key={key} type="button" aria-pressed={key === by} onClick={() => change({ by: key })}>
                {humanise(key)}
              </button>
            ))}
          </div>
        )
      }
    >
      {data !== undefined && data.total > parts.length && (
        <p className="small">
          The first {parts.length} of {data.total.toLocaleString('en')} in the order of their keys; the fields
          above find the others.
        </p>
      )}
      <PartsTable parts={parts} by={by} source={source} clock={zoneClock(source.zone)} />
    </Card>
  );
}
