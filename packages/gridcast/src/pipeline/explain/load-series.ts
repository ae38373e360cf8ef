/** Makes the input of one series' forecast anew, from what was known at its origin. */
import type { LightGbm } from '@gridcast/lightgbm';
import type { Logger, SeriesKey } from '../../core/index.ts';
import { createCalendar, forecastClock } from '../../features/index.ts';
import { seriesName, type ForecastInput } from '../../model/index.ts';
import {
  loadCovariates,
  loadObservations,
  readPanel,
  type Forecast,
  type SqlEngine,
  type Store,
} from '../../store/index.ts';
import { buildVectors, groupsOf } from '../../train/index.ts';
import { servingSince } from '../serving.ts';
import type { RecordedInputs } from './recorded-inputs.ts';

export interface SeriesRequest {
  readonly store: Store;
  /** Its tables of observations are replaced. */
  readonly engine: SqlEngine;
  readonly forecast: Forecast;
  readonly key: SeriesKey;
  readonly inputs: RecordedInputs;
  readonly lightgbm: LightGbm | undefined;
  readonly logger: Logger;
}

/** The number of rows of a forecast that its spine has for one series. */
const HORIZON = 24;
const SPINE = 'explained_spine';

/**
 * The input with which `forecast` made the rows of a series: its vectors computed again, values read as known at the origin.
 * Undefined where no value of the series is known any more.
 */
export async function loadSeriesInput(request: SeriesRequest): Promise<ForecastInput | undefined> {
  const { store, engine, forecast, key, inputs } = request;
  const { delayHours, covariates, snapshotId, model, source } = inputs;
  const { origin } = forecast;
  const sinceHour = servingSince(origin, delayHours);
  const known = { asOfHour: origin, delayHours, sinceHour, snapshotId, valuesOf: [key] };
  const { keyNames, series, firstHour } = await loadObservations(store, engine, known);
  const number = series.findIndex((one) => seriesName(one) === seriesName(key));
  if (number < 0 || firstHour === undefined) return undefined;
  const latest = Math.max(delayHours, ...covariates.map((one) => one.delayHours));
  const covariateScope = { asOfHour: origin, sinceHour: servingSince(origin, latest) };
  await loadCovariates(store, engine, { keyNames, series, covariates, ...covariateScope });
  await engine.run(`CREATE OR REPLACE TABLE ${SPINE} AS
    SELECT ${number}::INTEGER AS series, (${origin} + lead)::INTEGER AS target, ${origin}::INTEGER AS origin
    FROM range(0, ${HORIZON}) AS t(lead)`);
  const calendar = createCalendar(source.country);
  const groups = groupsOf(model?.artefact.members.map(({ member }) => member) ?? []);
  const spine = { spine: SPINE, delayHours, calendar, groups, covariates };
  const { vectors } = await buildVectors({ engine, ...spine });
  const panel = await readPanel(engine, {
    keyNames,
    series,
    range: { first: number, end: number + 1 },
    originHour: origin,
    delayHours,
    sinceHour,
    // the grid of the whole panel, which members count days from
    startHour: Math.max(firstHour, sinceHour),
  });
  return {
    models: model === undefined ? [] : [model],
    vectors,
    panel,
    clock: forecastClock(calendar, panel, origin),
    origin,
    delayHours,
    nonNegative: source.valuesAtLeastZero,
    lightgbm: request.lightgbm,
    logger: request.logger,
  };
}
