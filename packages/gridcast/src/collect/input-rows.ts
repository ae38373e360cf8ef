/** The parsed rows of an input, seen at an instant. */
import type { HourUtc } from '../core/index.ts';
import { quoteText, type SqlEngine, type Store } from '../store/index.ts';
import type { ReadInput } from './read-input.ts';

export interface InputInstant {
  /** The hour that is running now: rows of hours that have not ended are no measurements. */
  readonly presentHour: HourUtc;
  readonly delayHours: number;
}

/**
 * Creates the view `input_rows`: the parsed columns with `known` (the hour from which a row counts as known) and
 * `is_future`.
 */
export async function viewInputRows(
  engine: SqlEngine,
  store: Store,
  request: { readonly input: ReadInput } & InputInstant,
): Promise<void> {
  const path = await store.lake.localPath(request.input.record.parsed.objectKey);
  await engine.run(`CREATE OR REPLACE VIEW input_rows AS
    SELECT *, greatest(coalesce(known_hour, hour + ${1 + request.delayHours}), hour + 1) AS known,
      hour >= ${request.presentHour} AS is_future
    FROM read_parquet(${quoteText(path)})`);
}
