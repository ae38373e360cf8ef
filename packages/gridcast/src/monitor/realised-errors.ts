/** Realised errors: published forecasts beside the truth that has arrived since. */
import { baselineLagHours, type HourUtc } from '../core/index.ts';
import {
  publishFiles,
  quoteIdentifier,
  readParquet,
  putQuery,
  snapshotFiles,
  markScored,
  type Forecast,
  type SqlEngine,
  type StageResult,
  type Store,
} from '../store/index.ts';

export interface MonitorInput {
  readonly store: Store;
  /** Holds the loaded observations (`series`, `observation_versions`) as of now. */
  readonly engine: SqlEngine;
  readonly keyNames: readonly string[];
  /** Published forecasts of earlier origins that are not fully scored. */
  readonly forecasts: readonly Forecast[];
  readonly asOfHour: HourUtc;
  readonly delayHours: number;
  readonly runId: string;
}

export interface MonitorOutput {
  readonly newErrors: number;
  readonly origins: number;
}

const QUANTILES = ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'];

/**
 * Compares every published forecast that is not yet fully scored with the truth known at the as-of, and adds the new
 * (series, origin, target hour) errors to the dataset `errors`, beside both seasonal naives. An hour is scored once, against
 * the first truth that a run sees.
 */
export async function scoreForecasts(input: MonitorInput): Promise<StageResult<MonitorOutput>> {
  const due = input.forecasts;
  await joinTruth(input, due);
  const [facts] = await input.engine.rows<{ rows: number; first: number; last: number; origins: number }>(
    'SELECT count(*)::INTEGER AS rows, min(target)::INTEGER AS first, max(target)::INTEGER AS last, count(DISTINCT origin)::INTEGER AS origins FROM scored',
  );
  const finished = await finishedOrigins(input, due);
  if (facts === undefined || facts.rows === 0) return nothingToScore(finished);
  const { store, engine } = input;
  const object = await putQuery(store.lake, engine, { kind: 'errors', query: fileQuery(input.keyNames) });
  return {
    output: { newErrors: facts.rows, origins: facts.origins },
    commit: async (transaction) => {
      await publishFiles(transaction, {
        dataset: 'errors',
        asOf: input.asOfHour,
        runId: input.runId,
        add: [
          {
            objectKey: object.key,
            rows: facts.rows,
            minHour: facts.first,
            maxHour: facts.last,
            hasRevisions: false,
          },
        ],
        remove: [],
      });
      await markScored(transaction, finished);
    },
  };
}

function nothingToScore(finished: readonly HourUtc[] = []): StageResult<MonitorOutput> {
  return {
    output: { newErrors: 0, origins: 0 },
    commit: async (transaction) => {
      if (finished.length > 0) await markScored(transaction, finished);
    },
  };
}

async function joinTruth(input: MonitorInput, due: readonly Forecast[]): Promise<void> {
  const { engine, store, keyNames, delayHours } = input;
  const paths = await Promise.all(due.map((forecast) => store.lake.localPath(forecast.object_key)));
  const firstOrigin = Math.min(...due.map((forecast) => forecast.origin));
  const known = await snapshotFiles(store.catalogue, { dataset: 'errors' });
  const relevant = known.filter((file) => file.max_hour >= firstOrigin);
  const knownPaths = await Promise.all(relevant.map((file) => store.lake.localPath(file.object_key)));
  const keyMatch = (left: string): string =>
    ['true', ...keyNames.map((name, i) => `${left}.${quoteIdentifier(name)} = s.key_${i}`)].join(' AND ');
  const hourOf = (column: string): string => `(epoch(${column}) / 3600)::INTEGER`;
  const already =
    knownPaths.length === 0
      ? ''
      : `ANTI JOIN (SELECT *, ${hourOf('target_hour_utc')} AS target, ${hourOf('origin_utc')} AS origin FROM ${readParquet(knownPaths)}) e
         ON ${['e.target = f.target AND e.origin = f.origin', ...keyNames.map((name) => `e.${quoteIdentifier(name)} = f.${quoteIdentifier(name)}`)].join(' AND ')}`;
  await engine.run(`CREATE OR REPLACE TEMP VIEW truth AS
    SELECT series, hour, arg_max(value, known_hour) AS value FROM observation_versions
    WHERE hour >= ${firstOrigin - baselineLagHours(168, delayHours)} GROUP BY series, hour`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE scored AS
    SELECT f.*, s.series, t.value AS actual, d.value AS naive_24, w.value AS naive_168
    FROM (SELECT *, ${hourOf('target_hour_utc')} AS target, ${hourOf('origin_utc')} AS origin
          FROM ${readParquet(paths)}) f
    JOIN series s ON ${keyMatch('f')}
    JOIN truth t ON t.series = s.series AND t.hour = f.target
    LEFT JOIN truth d ON d.series = s.series AND d.hour = f.target - ${baselineLagHours(24, delayHours)}
    LEFT JOIN truth w ON w.series = s.series AND w.hour = f.target - ${baselineLagHours(168, delayHours)}
    ${already}`);
}

function fileQuery(keyNames: readonly string[]): string {
  const columns = [
    ...keyNames.map(quoteIdentifier),
    'target_hour_utc',
    'origin_utc',
    'lead_hours',
    'actual',
    ...QUANTILES,
    'naive_24',
    'naive_168',
    'rung',
    'model_version',
  ];
  return `SELECT ${columns.join(', ')} FROM scored ORDER BY origin, series, target`;
}

/** Origins whose 24 hours are all scored for every series once this run's rows are added, or are too old to wait for. */
async function finishedOrigins(input: MonitorInput, due: readonly Forecast[]): Promise<HourUtc[]> {
  const patienceHours = 30 * 24;
  const lastKnown = input.asOfHour - 1 - input.delayHours;
  const [facts] = await input.engine.rows<{ complete: number | null }>(
    'SELECT min(last)::INTEGER AS complete FROM (SELECT max(hour) AS last FROM truth GROUP BY series)',
  );
  const complete = Math.min(facts?.complete ?? Number.NEGATIVE_INFINITY, lastKnown);
  return due
    .filter(({ origin }) => origin + 23 <= complete || origin + 24 + patienceHours <= lastKnown)
    .map(({ origin }) => origin);
}
