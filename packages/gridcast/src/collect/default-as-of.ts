/** The as-of of a source where none is given. */
import type { HourUtc } from '../core/index.ts';
import { openSqlEngine, type Store } from '../store/index.ts';
import { viewInputRows, type InputInstant } from './input-rows.ts';
import type { ReadInput } from './read-input.ts';

/**
 * The present for a living source; for a finished one the first instant at which all its rows are known, if that has come.
 *
 * @returns an hour, never after the present
 */
export async function defaultAsOf(store: Store, input: ReadInput, instant: InputInstant): Promise<HourUtc> {
  const { presentHour } = instant;
  if (!input.source.declaration.finished) return presentHour;
  using engine = await openSqlEngine({ threads: 1 });
  await viewInputRows(engine, store, { input, ...instant });
  const [row] = await engine.rows<{ last: number | null }>(
    'SELECT max(known)::DOUBLE AS last FROM input_rows WHERE NOT is_future',
  );
  return Math.min(row?.last ?? presentHour, presentHour);
}
