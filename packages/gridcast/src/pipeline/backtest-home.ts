/** A backtest over a home's observations, filled first where nothing was collected. */
import type { HourUtc } from '../core/index.ts';
import { loadCovariates, openSqlEngine, loadObservations, type SqlEngine } from '../store/index.ts';
import { backtest, summariseBacktest, type BacktestOrigin, type BacktestReport } from '../train/index.ts';
import { writeForecastFile, type OriginForecast } from '../predict/index.ts';
import { parseOrigins } from './origins.ts';
import type { RunContext } from './run-context.ts';
import { runHour } from './run-hour.ts';
import { covariateFacts } from './serving.ts';
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
  readonly report: BacktestReport;
  readonly results: readonly BacktestOrigin[];
  readonly seriesKeys: readonly (readonly string[])[];
}

/** Runs a rolling-origin evaluation at the context's delay; published forecasts are never touched. */
export async function backtestHome(context: RunContext, options: BacktestOptions): Promise<HomeBacktest> {
  const { store, delayHours, config, source } = context;
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
  const results: BacktestOrigin[] = [];
  const rolling = backtest({
    engine,
    lightgbm: await context.openLightGbm(),
    keyNames: loaded.keyNames,
    series: loaded.series,
    origins,
    delayHours,
    refitHours: options.refitHours,
    calendar: context.calendar,
    covariates,
    nonNegative: source.declaration.valuesAtLeastZero,
    seed: config.seed,
    maxRows: config.train.maxRows,
    tunedAt: (origin) => readTuned(context, origin),
    progress: context.progress,
    logger: context.logger,
    signal: context.signal,
  });
  for await (const result of rolling) results.push(result);
  if (options.out !== undefined) {
    const facts = {
      keyNames: loaded.keyNames,
      unit: source.declaration.unit,
      credit: source.declaration.credit,
      runId: 'backtest',
    };
    const forecasts: OriginForecast[] = results.map(({ origin, rows, actual }) => ({ origin, rows, actual }));
    await writeForecastFile(engine, options.out, forecasts, facts);
  }
  return { report: summariseBacktest(results), results, seriesKeys: loaded.series };
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
