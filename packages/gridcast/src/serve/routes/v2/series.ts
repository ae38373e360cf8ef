/** The series of a forecast, and the values of its keys, searchable. */
import { createRoute, z } from '@hono/zod-openapi';
import type { SourceDeclaration } from '../../../collect/index.ts';
import { formatKey, GridcastError, type SeriesKey } from '../../../core/index.ts';
import { answers, keySchema, labelSchema, labelsOf, labelsSchema, pageSchema } from '../../http/answers.ts';
import type { AppContext, RouteGroup } from '../../http/environment.ts';
import { pageQuery, publicationQuery, whereParameter } from '../../http/parameters.ts';
import { getPublication, type Publication } from '../../reads/publication.ts';
import { parseSelection } from '../../reads/selection.ts';
import { findKeyValue, matchesQuery, readSeriesKeys } from '../../reads/series-list.ts';

const search = z
  .string()
  .max(200)
  .default('')
  .openapi({ description: 'Words that must all stand in the texts or names.', example: 'heat pump' });

const seriesPage = pageSchema
  .extend({ items: z.array(z.object({ id: z.string(), key: keySchema, labels: labelsSchema })) })
  .openapi('SeriesPage');

const seriesRoute = createRoute({
  method: 'get',
  path: '/api/v2/series',
  tags: ['series'],
  summary: 'The series of a forecast',
  request: {
    query: z.object({ ...publicationQuery, ...pageQuery(100, 1000), where: whereParameter, q: search }),
  },
  responses: answers('Series in the order of their keys.', seriesPage),
});

const valuesPage = pageSchema
  .extend({
    key: z.string(),
    items: z.array(
      z.object({ text: z.string(), seriesCount: z.int(), label: labelSchema.nullable() }).openapi('KeyText'),
    ),
  })
  .openapi('KeyValuesPage');

const valuesRoute = createRoute({
  method: 'get',
  path: '/api/v2/keys/{key}/values',
  tags: ['series'],
  summary: 'The values of one key that occur in a forecast',
  request: {
    params: z.object({ key: z.string().openapi({ example: 'consumer_type' }) }),
    query: z.object({ ...publicationQuery, ...pageQuery(100, 1000), where: whereParameter, q: search }),
  },
  responses: answers('Values in binary order of their texts.', valuesPage),
});

export const seriesRoutes: RouteGroup = (app, context) => {
  app.openapi(seriesRoute, async (c) => {
    const { q, limit, offset, ...query } = c.req.valid('query');
    const { publication, keys } = await chosenKeys(context, query);
    const { source, keyNames } = publication;
    const found =
      q.trim() === '' ? keys : keys.filter((key) => matchesQuery(q.trim(), namedTexts(source, key)));
    const items = found.slice(offset, offset + limit).map((texts) => {
      const key = Object.fromEntries(keyNames.map((name, i) => [name, texts[i] ?? '']));
      return { id: formatKey(texts), key, labels: labelsOf(source, key) };
    });
    return c.json({ items, total: found.length, limit, offset }, 200);
  });
  app.openapi(valuesRoute, async (c) => {
    const { key } = c.req.valid('param');
    const { q, limit, offset, ...query } = c.req.valid('query');
    const { publication, keys } = await chosenKeys(context, query);
    const position = publication.keyNames.indexOf(key);
    if (position === -1) {
      throw new GridcastError('SERVE_ENTRY_UNKNOWN', { what: 'key', id: key, list: '/api/v2/source' });
    }
    const found = countValues(publication, keys, position).filter(
      ({ text, named }) => q.trim() === '' || matchesQuery(q.trim(), [{ text, named }]),
    );
    const items = found.slice(offset, offset + limit).map(({ text, seriesCount, named }) => ({
      text,
      seriesCount,
      label:
        named === undefined ? null : { label: named.label, labelEn: named.labelEn, official: named.official },
    }));
    return c.json({ key, items, total: found.length, limit, offset }, 200);
  });
};

async function chosenKeys(
  { reads }: AppContext,
  query: { origin?: number | undefined; asOf?: number | undefined; where: readonly string[] },
): Promise<{ readonly publication: Publication; readonly keys: readonly SeriesKey[] }> {
  const publication = await getPublication(reads, { originHour: query.origin, asOfHour: query.asOf });
  const { where } = parseSelection(publication.keyNames, { where: query.where, by: [] });
  const all = await readSeriesKeys(reads, publication);
  const keys =
    where.size === 0
      ? all
      : all.filter((key) => [...where].every(([position, text]) => key[position] === text));
  return { publication, keys };
}

type NamedText = { readonly text: string; readonly named: ReturnType<typeof findKeyValue> };

function namedTexts(source: SourceDeclaration, key: SeriesKey): NamedText[] {
  return key.map((text, position) => ({ text, named: findKeyValue(source, position, text) }));
}

function countValues(
  { source }: Publication,
  keys: readonly SeriesKey[],
  position: number,
): (NamedText & { readonly seriesCount: number })[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key[position] ?? '', (counts.get(key[position] ?? '') ?? 0) + 1);
  return [...counts]
    .map(([text, seriesCount]) => ({ text, seriesCount, named: findKeyValue(source, position, text) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}
