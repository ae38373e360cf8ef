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

/** The series of a forecast that is written so, as `formatKey` writes keys. @throws EXPLAIN_SERIES_UNKNOWN */
export async function getSeriesOf(
  store: Store,
  engine: SqlEngine,
  { forecast, text }: { readonly forecast: Forecast; readonly text: string },
): Promise<SeriesKey> {
  const { keyNames, query } = await forecastRelation(engine, [
    await store.lake.localPath(forecast.object_key),
  ]);
  const columns = keyNames.map((_, i) => `key_${i}`);
  if (columns.length === 0 && text === formatKey([])) return [];
  const rows =
    columns.length === 0
      ? []
      : await engine.rows<Record<string, string>>(`SELECT DISTINCT ${columns.join(', ')} FROM (${query})`);
  const keys = rows.map((row) => columns.map((column) => row[column] ?? ''));
  const found = keys.find((key) => formatKey(key) === text);
  if (found !== undefined) return found;
  throw new GridcastError('EXPLAIN_SERIES_UNKNOWN', {
    asked: text,
    origin: isoOfHour(forecast.origin),
    form: columns.length === 0 ? formatKey([]) : keyNames.join('/'),
    closest: closestName(text, keys.length === 0 ? [formatKey([])] : keys.map(formatKey).sort()),
  });
}
