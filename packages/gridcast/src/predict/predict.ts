/** The batch forecast of one origin, published as one file. */
import type { HourUtc } from '../core/index.ts';
import { forecast, type ForecastInput, type ForecastRows } from '../model/index.ts';
import { recordForecast, type SqlEngine, type StageResult, type Store } from '../store/index.ts';
import { putForecast, type ForecastFileFacts } from './forecast-file.ts';

export interface PredictInput extends ForecastInput {
  readonly store: Store;
  /** Holds the `series` table that the panel's series numbers refer to. */
  readonly engine: SqlEngine;
  readonly facts: ForecastFileFacts;
}

export interface PredictOutput {
  readonly origin: HourUtc;
  readonly rows: number;
  /** Rows made by each rung of the ladder. */
  readonly rungs: Readonly<Record<string, number>>;
  readonly modelVersion: string | null;
  readonly objectKey: string;
}

/** Forecasts the 24 hours after the origin for every series and publishes them: latest, and by origin. */
export async function predict(input: PredictInput): Promise<StageResult<PredictOutput>> {
  const rows = await forecast(input);
  const object = await putForecast(
    input.store.lake,
    input.engine,
    [{ origin: input.origin, rows }],
    input.facts,
  );
  const output: PredictOutput = {
    origin: input.origin,
    rows: rows.series.length,
    rungs: countRungs(rows),
    modelVersion: rows.modelVersion.find((version) => version !== '') ?? null,
    objectKey: object.key,
  };
  return {
    output,
    commit: (transaction) =>
      recordForecast(transaction, {
        origin: input.origin,
        object_key: object.key,
        rows: output.rows,
        model_version: output.modelVersion,
        run_id: input.facts.runId,
        rungs: JSON.stringify(output.rungs),
        scored: 0,
      }),
  };
}

function countRungs(rows: ForecastRows): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const rung of rows.rung) counts[rung] = (counts[rung] ?? 0) + 1;
  return counts;
}
