/**
 * A process that opens a home, stages a few rows and publishes them together with a step mark; tests run several of them,
 * or kill one. Arguments as JSON: `store` (its settings), `killAt` (write point to die at), `firstHour`, `hours`, `times`.
 */
import { recordStep } from '../catalogue/runs.ts';
import { stageObservations } from '../observations/stage.ts';
import { openStore } from '../open-store.ts';
import type { StoreSettings } from '../store.ts';
import { openSqlEngine } from '../sql/engine.ts';
import { armWritePoints } from '../write-points.ts';

interface WriterOptions {
  readonly store: StoreSettings;
  readonly killAt?: number;
  readonly firstHour: number;
  readonly hours: number;
  readonly times: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as WriterOptions;
const { killAt, firstHour, hours, times } = options;
if (killAt !== undefined) armWritePoints(killAt);
await using store = await openStore(options.store);
using engine = await openSqlEngine({ threads: 1 });
for (let i = 0; i < times; i++) {
  const start = firstHour + i * hours;
  await engine.run(`CREATE OR REPLACE TABLE given AS SELECT 'a' AS key_0, (${start} + range)::INTEGER AS hour,
    hash(${start} + range)::DOUBLE AS value, NULL::INTEGER AS known_hour FROM range(${hours})`);
  const staged = await stageObservations(store, engine, {
    relation: 'given',
    keyNames: ['area'],
    asOfHour: start + hours,
    runId: `run-${start}`,
  });
  await store.catalogue.transaction().execute(async (transaction) => {
    await staged.commit(transaction);
    await recordStep(transaction, {
      run_id: `run-${start}`,
      name: 'collect',
      status: 'done',
      input_hash: '',
      output: JSON.stringify(staged.output),
      duration_ms: 0,
      ended_at: '2023-01-01T00:00:00Z',
    });
  });
}
