/** The catalogue of features: what each means, how it is computed, who reads it, and where it comes from. */
import { createRoute, z } from '@hono/zod-openapi';
import { GridcastError, isoOfHour } from '../../../core/index.ts';
import {
  columnsOfEntry,
  getEntry,
  readCatalogueEntries,
  readLineage,
  searchEntries,
  type CatalogueEntry,
} from '../../../pipeline/index.ts';
import { definitionHistory } from '../../../store/index.ts';
import { answers, instantSchema, pageSchema } from '../../http/answers.ts';
import type { AppContext, RouteGroup } from '../../http/environment.ts';
import { pageQuery } from '../../http/parameters.ts';

const referenceSchema = z.string().openapi({ example: 'core@1' });

const statistics = z
  .object({
    count: z.int(),
    missing: z.int(),
    min: z.number().nullable(),
    mean: z.number().nullable(),
    max: z.number().nullable(),
    median: z.number().nullable().openapi({ description: 'Known of days alone, at most 1 % wrong.' }),
    day: z
      .string()
      .nullable()
      .openapi({ description: 'The UTC day that they are of; null: a training set, whose mean is known.' }),
  })
  .openapi('ColumnStatistics', {
    description: 'Of the newest day that was counted, else of the newest training set that has the column.',
  });

const column = z
  .object({
    name: z.string(),
    group: z.string(),
    unit: z.string().openapi({ description: "`value`: on the row's scale." }),
    meaning: z.string(),
    transformation: z.string().openapi({ description: 'The expression, or the fact that it is read from.' }),
    relative: z.boolean().openapi({ description: 'A level: models subtract an anchor first.' }),
    statistics: statistics.nullable(),
  })
  .openapi('CatalogueColumn');

const summary = z
  .object({
    kind: z.enum(['group', 'view']),
    reference: referenceSchema,
    name: z.string(),
    version: z.int(),
    meaning: z.string(),
    owner: z.string(),
    tags: z.array(z.string()),
    registered: z.boolean(),
    readByViews: z.array(z.string()),
    readByModels: z.array(z.object({ version: z.string(), aliases: z.array(z.string()) })),
  })
  .openapi('CatalogueSummary');

const freshness = z
  .object({
    newestOriginUtc: instantSchema,
    dataUntilUtc: instantSchema,
    delayHours: z.int(),
    undoneSnapshotId: z.int().nullable().openapi({
      description: 'The snapshot that they were computed from, where it was undone since: they are stale.',
    }),
  })
  .openapi('VectorFreshness', { description: 'Of the newest vectors that are served.' });

const entrySchema = summary
  .extend({
    source: z.array(z.string()).openapi({ description: 'Groups that it is computed from.' }),
    knownAt: z.string().nullable(),
    expectations: z.array(z.string()),
    label: z.string().nullable(),
    scales: z.array(z.string()),
    transforms: z.array(z.string()),
    freshness: freshness.nullable(),
    columns: z.array(column),
  })
  .openapi('CatalogueEntry');

const node = z
  .object({
    id: z.string(),
    kind: z.enum(['training set', 'model', 'view', 'group', 'observations', 'raw input']),
    name: z.string(),
    detail: z.string(),
    from: z.array(z.string()).openapi({ description: 'Ids of what it is made from.' }),
  })
  .openapi('LineageNode');

const change = z
  .object({
    reference: referenceSchema,
    change: z.string(),
    asOfUtc: instantSchema,
    codeVersion: z.string(),
    differences: z.array(z.string()),
  })
  .openapi('DefinitionChange');

const hit = z
  .object({
    reference: referenceSchema,
    column: z.string().nullable(),
    unit: z.string(),
    meaning: z.string(),
  })
  .openapi('CatalogueHit');

const params = z.object({
  reference: z.string().openapi({ example: 'next_day', description: 'A name, or name@version.' }),
});

const listRoute = createRoute({
  method: 'get',
  path: '/api/v2/catalogue',
  tags: ['features'],
  summary: 'Feature groups and views',
  request: { query: z.object(pageQuery(50, 200)) },
  responses: answers(
    'Groups, then views.',
    pageSchema.extend({ items: z.array(summary) }).openapi('CataloguePage'),
  ),
});

const searchRoute = createRoute({
  method: 'get',
  path: '/api/v2/catalogue-search',
  tags: ['features'],
  summary: 'Groups, views and columns that have some words',
  request: { query: z.object({ words: z.string().min(1), ...pageQuery(50, 200) }) },
  responses: answers(
    'In the order of the catalogue.',
    pageSchema.extend({ items: z.array(hit) }).openapi('CatalogueHitPage'),
  ),
});

const oneRoute = createRoute({
  method: 'get',
  path: '/api/v2/catalogue/{reference}',
  tags: ['features'],
  summary: 'One group or view with its columns',
  request: { params },
  responses: answers('A name without a version means the newest.', entrySchema),
});

const lineageRoute = createRoute({
  method: 'get',
  path: '/api/v2/catalogue/{reference}/lineage',
  tags: ['features'],
  summary: 'What it is made from, down to raw inputs, and who reads it',
  request: { params },
  responses: answers(
    'A graph: each node names what it is made from.',
    z.object({ nodes: z.array(node) }).openapi('Lineage'),
  ),
});

const historyRoute = createRoute({
  method: 'get',
  path: '/api/v2/catalogue/{reference}/history',
  tags: ['features'],
  summary: 'Every registration under a name, with what differed',
  request: { params },
  responses: answers(
    'The oldest first.',
    z.object({ changes: z.array(change) }).openapi('DefinitionHistory'),
  ),
});

export const catalogueRoutes: RouteGroup = (app, { reads: { store } }: AppContext) => {
  app.openapi(listRoute, async (c) => {
    const { limit, offset } = c.req.valid('query');
    const entries = await readCatalogueEntries(store);
    const items = entries.slice(offset, offset + limit).map(summarise);
    return c.json({ items, total: entries.length, limit, offset }, 200);
  });
  app.openapi(searchRoute, async (c) => {
    const { words, limit, offset } = c.req.valid('query');
    const hits = searchEntries(await readCatalogueEntries(store), words);
    const items = hits.slice(offset, offset + limit).map((one) => ({ ...one, column: one.column ?? null }));
    return c.json({ items, total: hits.length, limit, offset }, 200);
  });
  app.openapi(oneRoute, async (c) => {
    const entries = await readCatalogueEntries(store);
    return c.json(describe(getEntry(entries, c.req.valid('param').reference), entries), 200);
  });
  app.openapi(lineageRoute, async (c) => {
    const entries = await readCatalogueEntries(store);
    const nodes = await readLineage(store, entries, c.req.valid('param').reference);
    return c.json({ nodes: nodes.map((one) => ({ ...one, from: [...one.from] })) }, 200);
  });
  app.openapi(historyRoute, async (c) => {
    const asked = c.req.valid('param').reference;
    const rows = await definitionHistory(store.catalogue, asked.split('@')[0] ?? asked);
    if (rows.length === 0) throw new GridcastError('FEATURES_DEFINITION_UNKNOWN', { asked, known: [] });
    const changes = rows.map((row) => ({
      reference: `${row.name}@${row.version}`,
      change: row.change,
      asOfUtc: isoOfHour(row.as_of),
      codeVersion: row.code_version,
      differences: JSON.parse(row.differences) as string[],
    }));
    return c.json({ changes }, 200);
  });
};

function summarise(entry: CatalogueEntry): z.output<typeof summary> {
  const { kind, name, version, meaning, owner, tags } = entry.definition;
  return {
    kind,
    reference: entry.reference,
    name,
    version,
    meaning,
    owner,
    tags: [...tags],
    registered: entry.isRegistered,
    readByViews: [...entry.views],
    readByModels: entry.models.map((model) => ({ version: model.version, aliases: [...model.aliases] })),
  };
}

function describe(entry: CatalogueEntry, entries: readonly CatalogueEntry[]): z.output<typeof entrySchema> {
  const { definition, freshness: fresh } = entry;
  const isGroup = definition.kind === 'group';
  return {
    ...summarise(entry),
    source: isGroup
      ? [...definition.source]
      : Object.entries(definition.groups).map(([name, version]) => `${name}@${version}`),
    knownAt: isGroup ? definition.knownAt : null,
    expectations: isGroup ? [...definition.expectations] : [],
    label: isGroup ? null : definition.label,
    scales: isGroup ? [] : [...(definition.scales ?? ['log', 'linear'])],
    transforms: isGroup ? [] : [...definition.transforms],
    freshness:
      fresh === undefined
        ? null
        : {
            newestOriginUtc: isoOfHour(fresh.newestOrigin),
            dataUntilUtc: isoOfHour(fresh.dataUntil),
            delayHours: fresh.delayHours,
            undoneSnapshotId: fresh.undoneSnapshotId ?? null,
          },
    columns: columnsOfEntry(entry, entries).map(
      ({ name, group, unit, meaning, transformation, relative }) => ({
        name,
        group,
        unit,
        meaning,
        transformation,
        relative,
        statistics: entry.statistics[name] ?? null,
      }),
    ),
  };
}
