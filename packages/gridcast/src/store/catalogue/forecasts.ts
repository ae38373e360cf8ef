/** Published forecasts: one for each origin. */
import type { Insertable, Selectable } from 'kysely';
import type { HourUtc } from '../../core/index.ts';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import { readPage, type Page, type PageOptions } from './page.ts';
import type { ForecastTable } from './schema.ts';

export type Forecast = Readonly<Selectable<ForecastTable>>;

/** Publishes the forecast of an origin, in the place of an earlier one; the same object again changes nothing. */
export async function recordForecast(
  transaction: CatalogueTransaction,
  forecast: Insertable<ForecastTable>,
): Promise<void> {
  const published = await findForecast(transaction, { originHour: forecast.origin });
  if (published?.object_key === forecast.object_key) return;
  await transaction
    .insertInto('forecast')
    .values(forecast)
    .onConflict((conflict) => conflict.column('origin').doUpdateSet(forecast))
    .execute();
}

/** The forecast of an origin, or the one with the newest origin; undefined where there is none. */
export async function findForecast(
  catalogue: Catalogue,
  options: { readonly originHour?: HourUtc | undefined } = {},
): Promise<Forecast | undefined> {
  const rows = catalogue.selectFrom('forecast').selectAll();
  const { originHour } = options;
  return (originHour === undefined ? rows.orderBy('origin', 'desc') : rows.where('origin', '=', originHour))
    .limit(1)
    .executeTakeFirst();
}

export interface ListForecastsOptions extends PageOptions {
  /** Origins from this one on. */
  readonly fromHour?: HourUtc | undefined;
  /** Origins before this one. */
  readonly toHour?: HourUtc | undefined;
  readonly scored?: boolean | undefined;
}

/** Forecasts, the newest origin first. */
export async function listForecasts(
  catalogue: Catalogue,
  options: ListForecastsOptions = {},
): Promise<Page<Forecast>> {
  const { fromHour, toHour, scored } = options;
  let rows = catalogue.selectFrom('forecast').selectAll().orderBy('origin', 'desc');
  if (fromHour !== undefined) rows = rows.where('origin', '>=', fromHour);
  if (toHour !== undefined) rows = rows.where('origin', '<', toHour);
  if (scored !== undefined) rows = rows.where('scored', '=', scored ? 1 : 0);
  return readPage(rows, options);
}

/** Marks forecasts as compared with the truth in every hour. */
export async function markScored(
  transaction: CatalogueTransaction,
  originHours: readonly HourUtc[],
): Promise<void> {
  for (const origin of originHours) {
    await transaction.updateTable('forecast').set({ scored: 1 }).where('origin', '=', origin).execute();
  }
}
