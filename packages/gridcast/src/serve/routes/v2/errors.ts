/** How far published forecasts were from the truth that came, beside both seasonal naives. */
import { createRoute, z } from '@hono/zod-openapi';
import { baselineLagHours, isoOfHour } from '../../../core/index.ts';
import { answers, instantSchema } from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { pageQuery, publicationQuery, whereParameter } from '../../http/parameters.ts';
import { forecasters, readSelectionErrors, type ForecasterErrors } from '../../reads/error-groups.ts';
import { getPublication } from '../../reads/publication.ts';
import { parseSelection } from '../../reads/selection.ts';
import { windowOf, windowQuery } from './observations.ts';

const SCORED_WINDOW_HOURS = 28 * 24;

const fraction = z.number().nullable();
const forecasterErrors = z
  .object({
    forecaster: z.enum(forecasters),
    rows: z.int(),
    wape: fraction.openapi({ description: 'Σ|error| / Σ|truth|, a fraction.' }),
    mape: fraction.openapi({ description: 'Mean |error| / |truth|, truths of 0 left out; a fraction.' }),
    bias: fraction.openapi({ description: 'Σ(forecast − truth) / Σ|truth|; above 0: forecast too high.' }),
  })
  .openapi('ForecasterErrors');

const selectionErrors = z
  .object({
    fromUtc: instantSchema,
    toUtc: instantSchema,
    naiveLagHours: z.object({ naive_24: z.int(), naive_168: z.int() }).openapi({
      description:
        'How far back the naives look: the smallest multiple of their season that the delay allows.',
    }),
    origins: z.int().openapi({ description: 'Forecasts with at least one scored hour in the window.' }),
    ofTotal: z.array(forecasterErrors).openapi({ description: 'Of the sum over the selected series.' }),
    ofSeries: z
      .array(forecasterErrors)
      .openapi({ description: 'Of the selected series themselves, their rows pooled.' }),
    coverageOfTotal: z.object({ '0.5': fraction, '0.8': fraction, '0.9': fraction }).openapi({
      description: "Share of the sum's truths inside the band of that nominal share.",
    }),
    hours: z.object({
      total: z.int(),
      limit: z.int(),
      offset: z.int(),
      items: z.array(
        z
          .object({
            targetHourUtc: instantSchema,
            originUtc: instantSchema,
            actual: z.number(),
            p05: z.number(),
            p50: z.number(),
            p95: z.number(),
            naive24: z.number().nullable(),
            naive168: z.number().nullable(),
            wape: fraction.openapi({ description: 'Over the series of the hour.' }),
            mape: fraction.openapi({ description: 'Over the series of the hour.' }),
          })
          .openapi('ScoredHour'),
      ),
    }),
  })
  .openapi('SelectionErrors');

const route = createRoute({
  method: 'get',
  path: '/api/v2/errors',
  tags: ['monitoring'],
  summary: 'Errors so far of a selection, in total and by target hour',
  description:
    'An hour is scored once, against the first truth that a run saw. Default window: the four weeks before the as-of. The hours come newest first.',
  request: {
    query: z.object({
      ...publicationQuery,
      where: whereParameter,
      ...windowQuery,
      ...pageQuery(168, 1500),
    }),
  },
  responses: answers('Errors; null where nothing could be scored.', selectionErrors),
});

export const errorRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(route, async (c) => {
    const { origin, asOf, where, from, to, limit, offset } = c.req.valid('query');
    const publication = await getPublication(reads, { originHour: origin, asOfHour: asOf });
    const { asOfHour, delayHours, keyNames } = publication;
    const end = to ?? asOfHour;
    const window = windowOf(publication, { from: from ?? end - SCORED_WINDOW_HOURS, to: end });
    const selection = parseSelection(keyNames, { where, by: [] });
    const errors = await readSelectionErrors(reads, publication, { selection, window });
    const newestFirst = errors.hours.toReversed();
    const items = newestFirst.slice(offset, offset + limit).map((hour) => ({
      targetHourUtc: isoOfHour(hour.targetHour),
      originUtc: isoOfHour(hour.originHour),
      actual: hour.actual,
      p05: hour.p05,
      p50: hour.p50,
      p95: hour.p95,
      naive24: hour.naive_24,
      naive168: hour.naive_168,
      wape: hour.wape,
      mape: hour.mape,
    }));
    const copied = (list: readonly ForecasterErrors[]): ForecasterErrors[] => list.map((one) => ({ ...one }));
    return c.json(
      {
        fromUtc: isoOfHour(window.start),
        toUtc: isoOfHour(window.end),
        naiveLagHours: {
          naive_24: baselineLagHours(24, delayHours),
          naive_168: baselineLagHours(168, delayHours),
        },
        origins: errors.origins,
        ofTotal: copied(errors.ofTotal),
        ofSeries: copied(errors.ofSeries),
        coverageOfTotal: { ...errors.coverageOfTotal },
        hours: { total: errors.hours.length, limit, offset, items },
      },
      200,
    );
  });
};
