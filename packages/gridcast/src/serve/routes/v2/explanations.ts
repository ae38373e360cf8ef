/** Why the forecast of one series is what it is. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour, type HourUtc, type SeriesKey } from '../../../core/index.ts';
import { getForecastOf, type HourExplanation, type SeriesExplanation } from '../../../pipeline/index.ts';
import type { Forecast } from '../../../store/index.ts';
import {
  answers,
  instantSchema,
  keySchema,
  labelsOf,
  labelsSchema,
  localInstantSchema,
} from '../../http/answers.ts';
import type { AppContext, RouteGroup } from '../../http/environment.ts';
import { localIsoOfHour } from '../../http/local-time.ts';
import { hourParameter, originParameter, whereParameter } from '../../http/parameters.ts';
import { getPublication, type Publication } from '../../reads/publication.ts';
import type { Reads } from '../../reads/reads.ts';
import { describeSelection, parseSelection } from '../../reads/selection.ts';
import { readSeriesKeys } from '../../reads/series-list.ts';

const value = z.number().openapi({ description: "In the series' own unit." });

const part = z
  .object({
    name: z.string().openapi({ description: 'A feature column, or a step of the model.' }),
    meaning: z.string(),
    value,
  })
  .openapi('ExplainedPart');

const group = z
  .object({
    name: z.string().openapi({ example: 'calendar' }),
    words: z.string().openapi({ example: 'day of the week and holidays' }),
    value,
    parts: z.array(part).openapi({ description: 'What it is the sum of, the largest first.' }),
  })
  .openapi('ExplainedGroup');

const start = z
  .object({
    words: z.string().openapi({ example: 'the same hour a week before' }),
    value,
    hoursUtc: z
      .array(instantSchema)
      .openapi({ description: 'Hours whose values it is the mean of; empty: a mean of weeks.' }),
  })
  .openapi('ExplainedStart');

const member = z
  .object({
    name: z.string(),
    words: z.string(),
    share: z.number().openapi({ description: 'Its part in the forecast; all sum to 1.' }),
    forecast: z.number().nullable(),
  })
  .openapi('ExplainedMember');

const hour = z
  .object({
    hourUtc: instantSchema,
    hourLocal: localInstantSchema,
    leadHours: z.int(),
    rung: z.string(),
    published: z.number().openapi({ description: 'The p50 as published.' }),
    recomputed: z
      .number()
      .openapi({ description: 'The p50 made again; the start and all groups sum to it.' }),
    reproduced: z.boolean().openapi({ description: 'Whether both are the same number, bit for bit.' }),
    start,
    groups: z.array(group).openapi({ description: 'The largest first.' }),
    members: z
      .array(member)
      .openapi({ description: 'The largest share first; none where no model forecast.' }),
  })
  .openapi('ExplainedHour');

const explanation = z
  .object({
    originUtc: instantSchema,
    key: keySchema,
    labels: labelsSchema,
    unit: z.string(),
    zone: z.string(),
    modelVersion: z.string().nullable(),
    runId: z.string(),
    hours: z.array(hour),
  })
  .openapi('Explanation');

const route = createRoute({
  method: 'get',
  path: '/api/v2/explanations',
  tags: ['forecasts'],
  summary: 'Why the forecast of one series is what it is',
  description:
    'Each hour as a starting point and what moved the forecast from there, in groups of plain words whose values sum to the point forecast. The forecast is made again from what was known at its origin; `reproduced` says whether that gave the published number. `where` must fit exactly one series.',
  request: {
    query: z.object({
      where: whereParameter,
      hour: hourParameter('Only this hour (floored). Default: the 24 hours of the forecast.').optional(),
      origin: originParameter.optional(),
    }),
  },
  responses: answers('The hours in order.', explanation),
});

export const explanationRoutes: RouteGroup = (app, { reads, explainer }: AppContext) => {
  app.openapi(route, async (c) => {
    const { where, hour: asked, origin } = c.req.valid('query');
    const publication = await findPublication(reads, { asked, origin });
    const { forecast, keyNames, source, zone } = publication;
    const key = await getOnlySeries(reads, publication, where);
    const whole = await reads.memory(`explanation ${forecast.object_key} ${JSON.stringify(key)}`, () =>
      explainer.explain(forecast, key),
    );
    const named = Object.fromEntries(keyNames.map((name, i) => [name, key[i] ?? '']));
    return c.json(
      {
        ...factsOf(forecast, whole),
        key: named,
        labels: labelsOf(source, named),
        zone,
        hours: whole.hours
          .filter(({ targetHour }) => asked === undefined || targetHour === asked)
          .map((one) => describeHour(one, zone)),
      },
      200,
    );
  });
};

/** The one series that conditions fit. @throws SERVE_SELECTION_INVALID, SERVE_SERIES_UNKNOWN */
async function getOnlySeries(
  reads: Reads,
  publication: Publication,
  where: readonly string[],
): Promise<SeriesKey> {
  const { keyNames } = publication;
  const selection = parseSelection(keyNames, { where, by: [] });
  const wanted = [...selection.where];
  if (wanted.length === keyNames.length) return keyNames.map((_, place) => selection.where.get(place) ?? '');
  const keys = await readSeriesKeys(reads, publication);
  const fitting = keys.filter((key) => wanted.every(([place, text]) => key[place] === text));
  const [only] = fitting;
  if (only === undefined) {
    throw new GridcastError('SERVE_SERIES_UNKNOWN', { selection: describeSelection(keyNames, selection) });
  }
  if (fitting.length > 1) {
    const free = keyNames.filter((_, place) => !selection.where.has(place)).join(', ');
    const expected = `that fits ${fitting.length} series, and one is explained at a time: where=KEY:VALUE is wanted for ${free} too`;
    throw new GridcastError('SERVE_SELECTION_INVALID', { given: where.join(', '), expected });
  }
  return only;
}

/** The forecast asked for; with an hour alone the newest that holds it. */
async function findPublication(
  reads: Reads,
  { asked, origin }: { readonly asked: HourUtc | undefined; readonly origin: HourUtc | undefined },
): Promise<Publication> {
  const publication = await getPublication(reads, { originHour: origin });
  if (asked === undefined) return publication;
  const window = { start: asked, end: asked + 1, originHour: origin };
  const forecast = await getForecastOf(reads.store, window);
  return { ...publication, forecast };
}

function factsOf(
  { origin, run_id: runId }: Forecast,
  { unit, modelVersion }: SeriesExplanation,
): Pick<z.output<typeof explanation>, 'originUtc' | 'runId' | 'unit' | 'modelVersion'> {
  return { originUtc: isoOfHour(origin), runId, unit, modelVersion };
}

function describeHour(found: HourExplanation, zone: string): z.output<typeof hour> {
  const { targetHour, leadHours, rung, quantiles, recomputed, isReproduced, groups, members } = found;
  return {
    hourUtc: isoOfHour(targetHour),
    hourLocal: localIsoOfHour(targetHour, zone),
    leadHours,
    rung,
    published: quantiles.p50,
    recomputed,
    reproduced: isReproduced,
    start: { words: found.start.words, value: found.start.value, hoursUtc: found.start.hours.map(isoOfHour) },
    groups: groups.map((one) => ({ ...one, parts: [...one.parts] })),
    members: [...members],
  };
}
