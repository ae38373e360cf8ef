/** What the trainings of a run were made of, how they did, and the files that they left. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError } from '../../../core/index.ts';
import {
  describeTrial,
  kindOf,
  rankTrials,
  type DescribedTrial,
  type RankedTrials,
} from '../../../pipeline/index.ts';
import { findRun, readTrials } from '../../../store/index.ts';
import { answers, instantSchema } from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
import { pageQuery } from '../../http/parameters.ts';
import type { Reads } from '../../reads/reads.ts';

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const metric = z.object({
  value: z.number().nullable(),
  steps: z
    .array(z.number().nullable())
    .nullable()
    .openapi({ description: 'One number for each lead, origin or round; null for a metric without steps.' }),
});

const artefact = z.object({
  name: z.string().openapi({ example: 'plots/forecast.svg' }),
  contentType: z.string(),
  bytes: z.int(),
});

const trialStatus = z.enum(['done', 'failed', 'pruned', 'stopped']);

const trialFacts = z
  .object({
    id: z.string(),
    runId: z.string(),
    parentId: z.string().nullable().openapi({ description: 'The trial that this one is a part of.' }),
    kind: z.string().openapi({ example: 'training' }),
    name: z.string(),
    status: trialStatus,
    message: z
      .string()
      .nullable()
      .openapi({ description: 'Why it failed or was given up, or what was decided in the end.' }),
    asOfUtc: instantSchema,
    modelVersion: z.string().nullable(),
    parameters: facts,
    inputs: facts.openapi({ description: 'Hashes and versions of data and code.' }),
    environment: facts,
    startedAtUtc: instantSchema,
    durationMs: z.number().nullable(),
    peakMemoryMiB: z.number().nullable(),
    metrics: z.record(z.string(), metric),
    artefacts: z.array(artefact),
  })
  .openapi('Trial');

type TrialAnswer = z.output<typeof trialFacts>;

const trialGroup = z
  .object({
    trial: z.string().openapi({ description: 'The id of a trial that is no part of another.' }),
    title: z.string().openapi({ description: 'What its own line is called.', example: 'ensemble' }),
    metrics: z.array(z.string()).openapi({ description: 'Metrics by which the trials are compared.' }),
    stepMetrics: z.array(z.string()).openapi({ description: 'Metrics by step that are worth a look.' }),
    ranked: z.boolean().openapi({ description: 'Whether those below it are rivals, the best first.' }),
    below: z.int().openapi({ description: 'How many trials it is made of, listed or not.' }),
    ended: z.record(z.string(), z.int()).openapi({ description: 'How many of them ended in which way.' }),
    note: z.string().openapi({ description: 'What its errors are errors of.' }),
  })
  .openapi('TrialGroup');

const listRoute = createRoute({
  method: 'get',
  path: '/api/v2/runs/{id}/trials',
  tags: ['runs'],
  summary: 'The trials of a run, with metrics and artefacts',
  request: {
    params: z.object({ id: z.string() }),
    query: z.object({ limit: pageQuery(100, 1000).limit }),
  },
  responses: answers(
    'A parent before its children, of rivals the best `limit`; none where the run trained nothing.',
    z.object({ items: z.array(trialFacts), groups: z.array(trialGroup) }).openapi('Trials'),
  ),
});

const { 200: _json, ...problems } = answers('', z.object({}));

const artefactRoute = createRoute({
  method: 'get',
  path: '/api/v2/runs/{id}/trials/{trial}/artefact',
  tags: ['runs'],
  summary: 'A file of a trial',
  request: {
    params: z.object({ id: z.string(), trial: z.string() }),
    query: z.object({ name: z.string().openapi({ example: 'plots/forecast.svg' }) }),
  },
  responses: {
    200: { description: 'Its bytes, with its own content type.', content: { '*/*': { schema: z.string() } } },
    ...problems,
  },
});

export const trialRoutes: RouteGroup = (app, { reads }) => {
  app.openapi(listRoute, async (c) => {
    const { id } = c.req.valid('param');
    const ranked = rankTrials(await trialsOf(reads, id), c.req.valid('query').limit);
    const items = ranked.flatMap(({ main, below }) => [main, ...below]).map(answerOf);
    return c.json({ items, groups: ranked.map(groupOf) }, 200);
  });
  app.openapi(artefactRoute, async (c) => {
    const { id, trial } = c.req.valid('param');
    const { name } = c.req.valid('query');
    const list = `/api/v2/runs/${id}/trials`;
    const found = (await trialsOf(reads, id)).find((one) => one.id === trial);
    if (found === undefined)
      throw new GridcastError('SERVE_ENTRY_UNKNOWN', { what: 'trial', id: trial, list });
    const file = found.artefacts.find((one) => one.name === name);
    if (file === undefined)
      throw new GridcastError('SERVE_ENTRY_UNKNOWN', { what: 'artefact', id: name, list });
    const bytes = await reads.store.lake.read(file.objectKey);
    return c.body(Uint8Array.from(bytes), 200, { 'Content-Type': file.contentType });
  });
};

function groupOf({ main, counts }: RankedTrials): z.output<typeof trialGroup> {
  const { title, metrics, stepMetrics, rankedBy, note } = kindOf(main);
  return {
    trial: main.id,
    title,
    metrics: [...metrics],
    stepMetrics: [...stepMetrics],
    ranked: rankedBy !== undefined,
    below: Object.values(counts).reduce((sum, count) => sum + count, 0),
    ended: { ...counts },
    note,
  };
}

function answerOf({
  artefacts,
  metrics,
  parameters,
  inputs,
  environment,
  ...trial
}: DescribedTrial): TrialAnswer {
  return {
    ...trial,
    parameters: { ...parameters },
    inputs: { ...inputs },
    environment: { ...environment },
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, { value, steps }]) => [
        name,
        { value, steps: steps === null ? null : [...steps] },
      ]),
    ),
    artefacts: artefacts.map(({ name, contentType, bytes }) => ({ name, contentType, bytes })),
  };
}

async function trialsOf({ store }: Reads, id: string): Promise<DescribedTrial[]> {
  if ((await findRun(store.catalogue, id)) === undefined)
    throw new GridcastError('SERVE_ENTRY_UNKNOWN', { what: 'run', id, list: '/api/v2/runs' });
  return (await readTrials(store.catalogue, id)).map(describeTrial);
}
