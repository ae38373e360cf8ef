/** Why the forecast of one series is what it is. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour } from '../../../core/index.ts';
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
import { getPublication } from '../../reads/publication.ts';
import { parseSelection } from '../../reads/selection.ts';

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
    'Each hour as a starting point and what moved the forecast from there, in groups of plain words whose values sum to the point forecast. The forecast is made again from what was known at its origin; `reproduced` says whether that gave the published number. `where` must name the value of every key.',
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
    const publication = await getPublication(reads, { originHour: origin });
    const { keyNames, source, zone } = publication;
    const key = wholeKey(keyNames, where);
    const forecast =
      asked === undefined
        ? publication.forecast
        : await getForecastOf(reads.store, { start: asked, end: asked + 1, originHour: origin });
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

/** The key that conditions name whole. @throws SERVE_SELECTION_INVALID */
function wholeKey(keyNames: readonly string[], where: readonly string[]): readonly string[] {
  const selection = parseSelection(keyNames, { where, by: [] });
  const missing = keyNames.filter((_, place) => !selection.where.has(place));
  if (missing.length > 0) {
    const expected = `one series is explained at a time: where=KEY:VALUE is wanted for ${missing.join(', ')} too`;
    throw new GridcastError('SERVE_SELECTION_INVALID', { given: where.join(', '), expected });
  }
  return keyNames.map((_, place) => selection.where.get(place) ?? '');
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
