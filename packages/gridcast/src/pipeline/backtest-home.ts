/** A backtest over a home's observations, filled first where nothing was collected. */
import type { HourUtc } from '../core/index.ts';
import { loadCovariates, openSqlEngine, loadObservations, type SqlEngine } from '../store/index.ts';
import {
  backtest,
  summariseBacktest,
  type BacktestInput,
  type BacktestOrigin,
  type BacktestReport,
} from '../train/index.ts';
import { writeForecastFile, type OriginForecast } from '../predict/index.ts';
import { parseOrigins } from './origins.ts';
import type { RunContext } from './run-context.ts';
import { runHour } from './run-hour.ts';
import { covariateFacts } from './serving.ts';
import { trackBacktest } from './track-backtest.ts';
import { readTuned } from './tuning/in-force.ts';

const ALL_KNOWN: HourUtc = 2_000_000;

export interface BacktestOptions {
  /** As people write them; see `parseOrigins`. */
  readonly origins: string;
  readonly refitHours: number;
  /** Where to write the rows with their truth, as Parquet. */
  readonly out?: string | undefined;
}

export interface HomeBacktest {
  /** Under which it was tracked. */
  readonly runId: string;
  readonly report: BacktestReport;
  readonly results: readonly BacktestOrigin[];
  readonly keyNames: readonly string[];
  readonly seriesKeys: readonly (readonly string[])[];
}

/** Runs a rolling-origin evaluation at the context's delay and tracks it; published forecasts are never touched. */
export async function backtestHome(context: RunContext, options: BacktestOptions): Promise<HomeBacktest> {
  const { store, delayHours, config } = context;
  await runHour(context, 'collect');
  using engine = await openSqlEngine({ threads: config.threads });
  const loaded = await loadObservations(store, engine, { asOfHour: ALL_KNOWN, delayHours });
  const covariates = covariateFacts(context);
  await loadCovariates(store, engine, {
    keyNames: loaded.keyNames,
    series: loaded.series,
    covariates,
    asOfHour: ALL_KNOWN,
  });
  const origins = parseOrigins(options.origins, await truthWindow(engine));
  const request = { origins, refitHours: options.refitHours };
  return await trackBacktest(context, request, async () => {
    const results = await rollOver(context, { ...request, ...loaded, engine, covariates });
    if (options.out !== undefined) await writeRows(context, { engine, out: options.out, results, ...loaded });
    return {
      report: summariseBacktest(results),
      results,
      seriesKeys: loaded.series,
      keyNames: loaded.keyNames,
    };
  });
}

type Loaded = Pick<BacktestInput, 'engine' | 'keyNames' | 'series'>;

async function rollOver(
  context: RunContext,
  input: Loaded & Pick<BacktestInput, 'origins' | 'refitHours' | 'covariates'>,
): Promise<BacktestOrigin[]> {
  const { config, source, delayHours, calendar, progress, logger, signal } = context;
  const results: BacktestOrigin[] = [];
  const rolling = backtest({
    ...input,
    lightgbm: await context.openLightGbm(),
    delayHours,
    calendar,
    nonNegative: source.declaration.valuesAtLeastZero,
    seed: config.seed,
    maxRows: config.train.maxRows,
    tunedAt: (origin) => readTuned(context, origin),
    progress,
    logger,
    signal,
  });
  for await (const result of rolling) results.push(result);
  return results;
}

async function writeRows(
  { source }: RunContext,
  { engine, keyNames, out, results }: Loaded & { readonly out: string; readonly results: BacktestOrigin[] },
): Promise<void> {
  const { unit, credit } = source.declaration;
  const forecasts: OriginForecast[] = results.map(({ origin, rows, actual }) => ({ origin, rows, actual }));
  await writeForecastFile(engine, out, forecasts, { keyNames, unit, credit, runId: 'backtest' });
}

/** From the first hour of any series to the last of the median one: a series that ended long ago holds no origin back. */
async function truthWindow(
  engine: SqlEngine,
): Promise<{ readonly firstHour: HourUtc; readonly lastHour: HourUtc }> {
  const [row] = await engine.rows<{ first: number | null; last: number | null }>(
    `SELECT min(hour) AS first, quantile_disc(last, 0.5) AS last FROM (
       SELECT series, min(hour) AS hour, max(hour) AS last FROM observation_versions GROUP BY series)`,
  );
  return { firstHour: row?.first ?? 0, lastHour: row?.last ?? 0 };
}
