/** Stages and publishes rows given as literals. */
import { stageObservations, type StagedObservations } from '../observations/stage.ts';
import type { SqlEngine } from '../sql/engine.ts';
import type { Store } from '../store.ts';

/** Keys, hour, value, and the hour from which it is known where the source tells it. */
export type Row = readonly [key: readonly string[], hour: number, value: number, knownHour?: number];

export interface StageRowsOptions {
  readonly keyNames: readonly string[];
  readonly asOfHour: number;
}

/** Makes the relation `given` of some rows. */
export async function giveRows(
  engine: SqlEngine,
  keyNames: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  await engine.createTable('given_columns', {
    ...Object.fromEntries(keyNames.map((_, i) => [`key_${i}`, rows.map((row) => row[0][i] ?? null)])),
    hour: Int32Array.from(rows, (row) => row[1]),
    value: Float64Array.from(rows, (row) => row[2]),
    known: Float64Array.from(rows, (row) => row[3] ?? Number.NaN),
  });
  await engine.run(
    `CREATE OR REPLACE TABLE given AS SELECT * EXCLUDE (known),
       CASE WHEN isnan(known) THEN NULL ELSE known::INTEGER END AS known_hour FROM given_columns`,
  );
}

/** Stages rows and publishes them at once. */
export async function stageRows(
  store: Store,
  engine: SqlEngine,
  rows: readonly Row[],
  options: StageRowsOptions,
): Promise<StagedObservations> {
  await giveRows(engine, options.keyNames, rows);
  const staged = await stageObservations(store, engine, { relation: 'given', runId: 'run', ...options });
  await store.catalogue.transaction().execute(staged.commit);
  return staged.output;
}
