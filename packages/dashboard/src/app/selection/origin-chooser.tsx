import { useId } from 'react';
import type { SourceFacts } from '../../api/schema.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useView } from '../use-view.ts';
import { zoneClock } from '../../ui/zone-clock.ts';

/** Chooses among the newest published forecasts. */
export function OriginChooser({ source }: { readonly source: SourceFacts }) {
  const id = useId();
  const [view, change] = useView();
  const { data } = useAnswer('/api/v2/origins', { query: { limit: 200 } });
  const clock = zoneClock(source.zone);
  const origins = (data?.items ?? []).map(({ originUtc }) => originUtc);
  const listed = view.origin === undefined || origins.includes(view.origin);
  const named = (origin: string): string => `${clock.date(origin)}, ${clock.time(origin)}`;
  return (
    <div className="field">
      <label htmlFor={id}>Forecast made</label>
      <select
        id={id}
        value={view.origin ?? ''}
        onChange={(event) => change({ origin: event.target.value === '' ? undefined : event.target.value })}
      >
        <option value="">Newest</option>
        {!listed && <option value={view.origin}>{view.origin}</option>}
        {origins.map((origin) => (
          <option key={origin} value={origin}>
            {named(origin)}
          </option>
        ))}
      </select>
    </div>
  );
}
