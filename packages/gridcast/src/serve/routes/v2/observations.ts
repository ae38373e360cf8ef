/** Observed values, as they were known, for any grouping of the series. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour, type HourWindow } from '../../../core/index.ts';
import {
  answers,
  instantSchema,
  keySchema,
  labelsOf,
  labelsSchema,
  localInstantSchema,
  pageSchema,
} from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { localIsoOfHour } from '../../http/local-time.ts';
import { hourParameter, pageQuery, publicationQuery, selectionQuery } from '../../http/parameters.ts';
import { readObservedGroups } from '../../reads/observed-groups.ts';
import { getPublication, type Publication } from '../../reads/publication.ts';
import { parseSelection } from '../../reads/selection.ts';

const LONGEST_WINDOW_HOURS = 62 * 24;

/** The window of a request: by default the week before the origin and the day after it. */
export function windowOf(
  { forecast }: Publication,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): HourWindow {
  const end = to ?? forecast.origin + 24;
  const start = from ?? Math.min(forecast.origin, end) - 168;
  if (start < end && end - start <= LONGEST_WINDOW_HOURS) return { start, end };
  throw new GridcastError('SERVE_REQUEST_INVALID', {
    where: 'query from, to',
    reason: `a window of 1 to ${LONGEST_WINDOW_HOURS} hours is wanted, ${isoOfHour(start)} to ${isoOfHour(end)} is none`,
  });
}

/** Query parameters of a window of target hours. */
export const windowQuery = {
  from: hourParameter('First hour. Default: a week before the origin.').optional(),
  to: hourParameter(
    `End of the hours, exclusive; at most ${LONGEST_WINDOW_HOURS} h after \`from\`.`,
  ).optional(),
};

const observationPage = pageSchema
  .extend({
    asOfUtc: instantSchema,
    unit: z.string(),
    credit: z.string(),
    zone: z.string(),
    groups: z.array(
      z
        .object({
          key: keySchema,
          labels: labelsSchema,
          seriesCount: z.int().openapi({ description: 'Series with any value in the window.' }),
          hoursUtc: z.array(instantSchema),
          hoursLocal: z.array(localInstantSchema),
          values: z.array(z.number()),
          seriesCounts: z.array(z.int()).openapi({
            description: 'Series with a value, hour by hour; below `seriesCount` the sum is not whole.',
          }),
        })
        .openapi('ObservedGroup'),
    ),
  })
  .openapi('ObservationPage');

const route = createRoute({
  method: 'get',
  path: '/api/v2/observations',
  tags: ['observations'],
  summary: 'Observed hours, summed up as forecasts are',
  description: 'Hours without any value are absent. A value is there only if it was known at `asOf`.',
  request: {
    query: z.object({ ...publicationQuery, ...selectionQuery, ...windowQuery, ...pageQuery(20, 100) }),
  },
  responses: answers('Groups in the order of their keys.', observationPage),
});

export const observationRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(route, async (c) => {
    const { origin, asOf, where, by, from, to, limit, offset } = c.req.valid('query');
    const publication = await getPublication(reads, { originHour: origin, asOfHour: asOf });
    const { source, zone, asOfHour, keyNames } = publication;
    const page = await readObservedGroups(reads, publication, {
      selection: parseSelection(keyNames, { where, by }),
      window: windowOf(publication, { from, to }),
      page: { limit, offset },
    });
    const groups = page.groups.map(({ key, seriesCount, hours, values, seriesCounts }) => ({
      key: { ...key },
      labels: labelsOf(source, key),
      seriesCount,
      hoursUtc: hours.map(isoOfHour),
      hoursLocal: hours.map((hour) => localIsoOfHour(hour, zone)),
      values: [...values],
      seriesCounts: [...seriesCounts],
    }));
    const facts = { asOfUtc: isoOfHour(asOfHour), unit: source.unit, credit: source.credit, zone };
    return c.json({ ...facts, groups, total: page.total, limit, offset }, 200);
  });
};
