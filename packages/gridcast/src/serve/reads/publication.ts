/** Which published forecast a request is about, and the facts of its source. */
import { z } from '@hono/zod-openapi';
import { createCalendar } from '../../features/index.ts';
import { findFixedSource, keyNamesOf, openSource, type SourceDeclaration } from '../../collect/index.ts';
import { GridcastError, isoOfHour, type HourUtc } from '../../core/index.ts';
import { coverageOf, errorCorrelationOf, readReport, type BandCoverage } from '../../pipeline/index.ts';
import { findForecast, findModel, findStep, listForecasts, type Forecast } from '../../store/index.ts';
import type { Reads } from './reads.ts';

/** One published forecast with what is needed to read it and what lies around it. */
export interface Publication {
  readonly forecast: Forecast;
  readonly source: SourceDeclaration;
  readonly keyNames: readonly string[];
  /** IANA zone in which people read the hours. */
  readonly zone: string;
  readonly delayHours: number;
  /** How far errors of two series go together: bands of sums are made from it. */
  readonly errorCorrelation: number;
  /** What bands of its model held; null where no model forecast. */
  readonly bandCoverage: BandCoverage | null;
  /** Observations are read as known at this hour: the as-of asked for, else the newest origin. */
  readonly asOfHour: HourUtc;
}

export interface FindPublicationOptions {
  /** The forecast of this origin; default: the newest one known at the as-of. */
  readonly originHour?: HourUtc | undefined;
  /** What was known then is read; default: all that is known. */
  readonly asOfHour?: HourUtc | undefined;
}

/** Finds the forecast asked for. @throws SERVE_NOTHING_PUBLISHED, SERVE_FORECAST_UNKNOWN */
export async function getPublication(
  reads: Reads,
  options: FindPublicationOptions = {},
): Promise<Publication> {
  const { catalogue, home } = reads.store;
  const newest = await findForecast(catalogue);
  if (newest === undefined) throw new GridcastError('SERVE_NOTHING_PUBLISHED', { home });
  const forecast = await findAsked(reads, options);
  if (forecast === undefined) {
    throw new GridcastError('SERVE_FORECAST_UNKNOWN', {
      asked: asked(options),
      newest: isoOfHour(newest.origin),
    });
  }
  const { source, zone } = await readSource(reads);
  const report = await readReport(reads.store, forecast.model_version);
  return {
    forecast,
    source,
    keyNames: keyNamesOf(source),
    zone,
    delayHours: await delayOf(reads, forecast, source),
    errorCorrelation: errorCorrelationOf(report),
    bandCoverage: coverageOf(report),
    asOfHour: options.asOfHour ?? newest.origin,
  };
}

/** The declaration of the home's source and the zone of its readers. @throws SERVE_NOTHING_PUBLISHED */
export async function readSource(
  reads: Reads,
): Promise<{ readonly source: SourceDeclaration; readonly zone: string }> {
  const spec = await findFixedSource(reads.store.catalogue);
  if (spec === undefined) throw new GridcastError('SERVE_NOTHING_PUBLISHED', { home: reads.store.home });
  const { declaration, table } = openSource(spec);
  return {
    source: declaration,
    zone: createCalendar(declaration.country).country?.zone ?? table.timezone ?? 'UTC',
  };
}

async function findAsked(
  { store: { catalogue } }: Reads,
  { originHour, asOfHour }: FindPublicationOptions,
): Promise<Forecast | undefined> {
  if (originHour !== undefined) {
    return asOfHour !== undefined && originHour > asOfHour
      ? undefined
      : findForecast(catalogue, { originHour });
  }
  if (asOfHour === undefined) return findForecast(catalogue);
  return (await listForecasts(catalogue, { toHour: asOfHour + 1, limit: 1 })).items[0];
}

/** What the features step says of itself. */
const madeFeatures = z.object({ delayHours: z.int() });

/** The delay that the forecast was made with, whether or not a model made it. */
async function delayOf(reads: Reads, forecast: Forecast, source: SourceDeclaration): Promise<number> {
  if (reads.delayHours !== undefined) return reads.delayHours;
  const made = await findStep(reads.store.catalogue, forecast.run_id, 'features');
  const features = madeFeatures.safeParse(made === undefined ? undefined : JSON.parse(made.output));
  if (features.success) return features.data.delayHours;
  const version = forecast.model_version;
  const model = version === null ? undefined : await findModel(reads.store.catalogue, version);
  return model?.delay_hours ?? source.defaultDelayHours;
}

function asked({ originHour, asOfHour }: FindPublicationOptions): string {
  const origin = originHour === undefined ? 'any origin' : `the origin ${isoOfHour(originHour)}`;
  return asOfHour === undefined ? origin : `${origin} as of ${isoOfHour(asOfHour)}`;
}
