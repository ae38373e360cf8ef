/** Finds the published forecast and the series that an explanation is asked for. */
import {
  closestName,
  formatKey,
  GridcastError,
  isoOfHour,
  type HourUtc,
  type SeriesKey,
} from '../../core/index.ts';
import {
  findForecast,
  forecastRelation,
  listForecasts,
  type Forecast,
  type SqlEngine,
  type Store,
} from '../../store/index.ts';

const HORIZON = 24;

export interface AskedHours {
  /** Half open; one hour, or those of a day. */
  readonly start: HourUtc;
  readonly end: HourUtc;
  readonly originHour?: HourUtc | undefined;
}

/** The forecast of an origin, or the newest, that holds any of the hours. @throws EXPLAIN_HOUR_UNKNOWN */
export async function getForecastOf({ catalogue }: Store, asked: AskedHours): Promise<Forecast> {
  const { start, end, originHour } = asked;
  const found =
    originHour === undefined
      ? (await listForecasts(catalogue, { fromHour: start - HORIZON + 1, toHour: end, limit: 1 })).items[0]
      : await findForecast(catalogue, { originHour });
  const isHeld = found !== undefined && start < found.origin + HORIZON && end > found.origin;
  if (isHeld) return found;
  const newest = await findForecast(catalogue);
  const from = originHour === undefined ? '' : ` with the origin ${isoOfHour(originHour)}`;
  throw new GridcastError('EXPLAIN_HOUR_UNKNOWN', {
    asked: `${isoOfHour(start)}${end - start > 1 ? ` to ${isoOfHour(end - 1)}` : ''}${from}`,
    newest: newest === undefined ? null : isoOfHour(newest.origin),
  });
}

interface AskedSeries {
  readonly forecast: Forecast;
  readonly text: string;
}

/** The series of a forecast that is written so, as `formatKey` writes keys. @throws EXPLAIN_SERIES_UNKNOWN */
export async function getSeriesOf(store: Store, engine: SqlEngine, asked: AskedSeries): Promise<SeriesKey> {
  const found = await readKeys(store, engine, asked.forecast);
  return found.keys.find((key) => formatKey(key) === asked.text) ?? unknownSeries(asked, found);
}

/**
 * The series that is written so, else the first keys that are and that some series has: those of all series that begin with them.
 *
 * @throws EXPLAIN_SERIES_UNKNOWN
 */
export async function getSeriesLike(store: Store, engine: SqlEngine, asked: AskedSeries): Promise<SeriesKey> {
  const found = await readKeys(store, engine, asked.forecast);
  const whole = found.keys.find((key) => formatKey(key) === asked.text);
  if (whole !== undefined) return whole;
  for (const key of found.keys) {
    for (let length = 1; length < key.length; length++) {
      const begin = key.slice(0, length);
      if (formatKey(begin) === asked.text) return begin;
    }
  }
  return unknownSeries(asked, found);
}

interface FoundKeys {
  readonly keyNames: readonly string[];
  readonly keys: readonly SeriesKey[];
}

async function readKeys(store: Store, engine: SqlEngine, forecast: Forecast): Promise<FoundKeys> {
  const { keyNames, query } = await forecastRelation(engine, [
    await store.lake.localPath(forecast.object_key),
  ]);
  const columns = keyNames.map((_, i) => `key_${i}`);
  if (columns.length === 0) return { keyNames, keys: [[]] };
  const rows = await engine.rows<Record<string, string>>(
    `SELECT DISTINCT ${columns.join(', ')} FROM (${query})`,
  );
  return { keyNames, keys: rows.map((row) => columns.map((column) => row[column] ?? '')) };
}

function unknownSeries({ forecast, text }: AskedSeries, { keyNames, keys }: FoundKeys): never {
  throw new GridcastError('EXPLAIN_SERIES_UNKNOWN', {
    asked: text,
    origin: isoOfHour(forecast.origin),
    form: keyNames.length === 0 ? formatKey([]) : keyNames.join('/'),
    closest: closestName(text, keys.map(formatKey).sort()),
  });
}
