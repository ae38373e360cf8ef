/** Explains published forecasts, one series at a time. */
import { GridcastError, formatKey, isoOfHour, type Logger, type SeriesKey } from '../../core/index.ts';
import { createCalendar } from '../../features/index.ts';
import { explainForecast } from '../../model/index.ts';
import {
  openSqlEngine,
  readForecast,
  type Forecast,
  type ForecastColumns,
  type Store,
} from '../../store/index.ts';
import { LazyLightGbm } from '../lazy-lightgbm.ts';
import type { HourExplanation, SeriesExplanation } from './explanation.ts';
import { loadSeriesInput } from './load-series.ts';
import { recordedInputs } from './recorded-inputs.ts';
import { shapeHours } from './shape-hour.ts';

/** Explains series; disposing it frees the native library. */
export interface Explainer extends AsyncDisposable {
  /**
   * Explains the 24 hours of a series. What the forecast recorded is read again, its vectors are computed anew as known at its origin, and
   * the forecast is made once more: each hour says whether that gave the published p50.
   *
   * @throws EXPLAIN_SERIES_UNKNOWN, EXPLAIN_OTHER_VIEW, EXPLAIN_LIBRARY_MISSING, EXPLAIN_BUSY, STORE_MODEL_UNKNOWN, MODEL_UNREADABLE
   */
  readonly explain: (forecast: Forecast, key: SeriesKey) => Promise<SeriesExplanation>;
}

export interface OpenExplainerOptions {
  readonly store: Store;
  readonly threads: number;
  readonly logger: Logger;
}

/** Explanations that may wait while one is made: each takes the memory of one series and a moment of a core. */
const MOST_WAITING = 16;

/** Opens the explainer; the native library is opened at the first question that needs it. */
export function openExplainer(options: OpenExplainerOptions): Explainer {
  const library = new LazyLightGbm(options.threads, options.logger);
  let waiting = 0;
  let newest: Promise<unknown> = Promise.resolve();
  return {
    explain: async (forecast, key) => {
      if (waiting >= MOST_WAITING) throw new GridcastError('EXPLAIN_BUSY', { waiting });
      waiting += 1;
      const explained = newest.then(() => explainSeries(options, library, { forecast, key }));
      newest = explained.catch(() => undefined);
      try {
        return await explained;
      } finally {
        waiting -= 1;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await newest;
      await library[Symbol.asyncDispose]();
    },
  };
}

interface Subject {
  readonly forecast: Forecast;
  readonly key: SeriesKey;
}

async function explainSeries(
  { store, threads, logger }: OpenExplainerOptions,
  library: LazyLightGbm,
  { forecast, key }: Subject,
): Promise<SeriesExplanation> {
  using engine = await openSqlEngine({ threads });
  const published = await readForecast(store, engine, { objectKey: forecast.object_key, series: [key] });
  const version = published.modelVersion[0];
  const { keyNames } = published;
  if (version === undefined) throw unknown(published, { forecast, key });
  const inputs = await recordedInputs(store, forecast, version);
  const lightgbm = inputs.model === undefined ? undefined : await library.open();
  if (inputs.model !== undefined && lightgbm === undefined)
    throw new GridcastError('EXPLAIN_LIBRARY_MISSING', { version });
  const input = await loadSeriesInput({ store, engine, forecast, key, inputs, lightgbm, logger });
  if (input === undefined) throw unknown(published, { forecast, key });
  const { explanations } = await explainForecast(input);
  const calendar = createCalendar(inputs.source.country);
  const hours = shapeHours({ input, calendar, covariates: inputs.covariates }, explanations);
  return {
    keyNames,
    key,
    origin: forecast.origin,
    runId: forecast.run_id,
    modelVersion: version === '' ? null : version,
    unit: inputs.source.unit,
    hours: hours.map((hour, row) => withPublished(hour, published, row)),
  };
}

function withPublished(
  hour: Omit<HourExplanation, 'quantiles' | 'isReproduced'>,
  { quantiles, rung }: ForecastColumns,
  row: number,
): HourExplanation {
  const own = Object.fromEntries(
    Object.entries(quantiles).map(([name, values]) => [name, values[row] as number]),
  ) as HourExplanation['quantiles'];
  const isReproduced = Object.is(own.p50, hour.recomputed);
  return { ...hour, rung: rung[row] ?? hour.rung, quantiles: own, isReproduced };
}

function unknown({ keyNames }: ForecastColumns, { forecast, key }: Subject): GridcastError {
  const form = keyNames.length === 0 ? formatKey([]) : keyNames.join('/');
  return new GridcastError('EXPLAIN_SERIES_UNKNOWN', {
    asked: formatKey(key),
    origin: isoOfHour(forecast.origin),
    form,
    closest: null,
  });
}
