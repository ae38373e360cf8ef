/** What the trainings of a run were made of, how they did, and the files that they left. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError } from '../../../core/index.ts';
import { describeTrial, type DescribedTrial } from '../../../pipeline/index.ts';
import { findRun, readTrials } from '../../../store/index.ts';
import { answers, instantSchema } from '../../http/answers.ts';
import type { RouteGroup } from '../../http/environment.ts';
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

const trialFacts = z
  .object({
    id: z.string(),
    runId: z.string(),
    parentId: z.string().nullable().openapi({ description: 'The trial that this one is a part of.' }),
    kind: z.string().openapi({ example: 'training' }),
    name: z.string(),
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

const listRoute = createRoute({
  method: 'get',
  path: '/api/v2/runs/{id}/trials',
  tags: ['runs'],
  summary: 'The trials of a run, with metrics and artefacts',
  request: { params: z.object({ id: z.string() }) },
  responses: answers(
    'A parent before its children; none where the run trained nothing.',
    z.object({ items: z.array(trialFacts) }).openapi('Trials'),
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
    const items = (await trialsOf(reads, id)).map(answerOf);
    return c.json({ items }, 200);
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
