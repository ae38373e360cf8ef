/** The batch forecast of one origin, published as one file. */
import type { HourUtc } from '../core/index.ts';
import {
  forecast,
  quantileNames,
  type ForecastInput,
  type ForecastRows,
  type QuantileName,
} from '../model/index.ts';
import { recordForecast, type SqlEngine, type StageResult, type Store } from '../store/index.ts';
import { putForecast, type ForecastFileFacts } from './forecast-file.ts';

/** What a forecast reads of some series. */
export type ForecastPart = Pick<ForecastInput, 'panel' | 'vectors' | 'clock'>;

export interface PredictInput extends Omit<ForecastInput, keyof ForecastPart> {
  readonly store: Store;
  /** How many series there are. */
  readonly series: number;
  /** Reads the series numbered `first` to `end` (exclusive); asked for one part after the other. */
  readonly readPart: (range: { readonly first: number; readonly end: number }) => Promise<ForecastPart>;
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

/** Series that are held in memory at a time, about 200 MB with a year of hours; a forecast does not depend on it. */
const SERIES_PER_PART = 2_000;

/** Forecasts the 24 hours after the origin for every series and publishes them: latest, and by origin. */
export async function predict(input: PredictInput): Promise<StageResult<PredictOutput>> {
  const parts: ForecastRows[] = [];
  for (let first = 0; first < input.series; first += SERIES_PER_PART) {
    const end = Math.min(input.series, first + SERIES_PER_PART);
    const rows = await forecast({ ...input, ...(await input.readPart({ first, end })) });
    parts.push({ ...rows, series: rows.series.map((series) => series + first) });
  }
  const rows = joinRows(parts);
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

function joinRows(parts: readonly ForecastRows[]): ForecastRows {
  const length = parts.reduce((sum, { lead }) => sum + lead.length, 0);
  const joined = {
    series: new Int32Array(length),
    lead: new Int32Array(length),
    quantiles: Object.fromEntries(quantileNames.map((name) => [name, new Float64Array(length)])) as Record<
      QuantileName,
      Float64Array
    >,
    rung: parts.flatMap(({ rung }) => rung),
    modelVersion: parts.flatMap(({ modelVersion }) => modelVersion),
  };
  let at = 0;
  for (const { series, lead, quantiles } of parts) {
    joined.series.set(series, at);
    joined.lead.set(lead, at);
    for (const name of quantileNames) joined.quantiles[name].set(quantiles[name], at);
    at += lead.length;
  }
  return joined;
}

function countRungs(rows: ForecastRows): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const rung of rows.rung) counts[rung] = (counts[rung] ?? 0) + 1;
  return counts;
}
