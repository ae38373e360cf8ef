/** The newest feature vectors, for programs that score or inspect one series at a time. */
import { createRoute, z } from '@hono/zod-openapi';
import { formatKey, GridcastError, hourOfMs, isoOfHour, type SeriesKey } from '../../../core/index.ts';
import {
  openOnlineVectors,
  type OnlineFeature,
  type OnlineVector,
  type OnlineVectors,
} from '../../../pipeline/index.ts';
import { matchesTag, weakTag } from '../../http/conditional.ts';
import { answers, instantSchema, keySchema, pageSchema } from '../../http/answers.ts';
import type { AppContext, RouteGroup } from '../../http/environment.ts';
import { pageQuery, whereParameter } from '../../http/parameters.ts';
import { createMemory } from '../../reads/memory.ts';
import { readSource } from '../../reads/publication.ts';
import { describeSelection, parseSelection } from '../../reads/selection.ts';

const feature = z
  .object({
    values: z
      .array(z.number().nullable())
      .openapi({ description: 'Over the leads 0 to 23; null is missing.' }),
    missing: z.int(),
    ageHours: z.number().nullable().openapi({
      description:
        'Hours since the newest known value that the feature may read ended; null where it reads none.',
    }),
    quality: z.enum(['good', 'old', 'partial', 'missing', 'undone']).openapi({
      description:
        'missing: no lead has a value; partial: some have none; old: the newest value of the series is a day or more older than it could be; undone: computed from an ingestion that was undone since.',
    }),
  })
  .openapi('OnlineFeature');

const features = z.record(z.string(), feature);

const vectorPage = pageSchema
  .extend({
    view: z.string().openapi({ example: 'consumption_ratio@2' }),
    originUtc: instantSchema,
    dataUntilUtc: instantSchema,
    items: z.array(
      z
        .object({
          key: keySchema,
          knownUntilUtc: instantSchema
            .nullable()
            .openapi({ description: 'End of the newest hour with a known value of the series.' }),
          log: features,
          linear: features,
        })
        .openapi('OnlineVector', { description: 'Each feature on the logarithmic and on the linear scale.' }),
    ),
  })
  .openapi('VectorPage');

const route = createRoute({
  method: 'get',
  path: '/api/v2/vectors',
  tags: ['features'],
  summary: 'The newest feature vectors of some series',
  description:
    'Looked up from what the features step made for the newest origin; nothing is computed here. An answer lags at most one second behind what is published, its ages another. Vectors older than 24 hours are refused with 503.',
  request: { query: z.object({ where: whereParameter, ...pageQuery(1, 100) }) },
  responses: answers('One vector a series, in the order of their keys.', vectorPage),
});

/** Answers that are kept as text, some 40 kB each. */
const KEPT_TEXTS = 256;
const STALENESS_MS = 1000;

export const vectorRoutes: RouteGroup = (app, context) => {
  const served = servedOf(context);
  app.openapi(route, async (c) => {
    const { where, limit, offset } = c.req.valid('query');
    const { online, textOf, tag } = await served();
    const headers = { ETag: await tag(), 'Cache-Control': 'no-cache' };
    if (matchesTag(c.req.header('If-None-Match'), headers.ETag)) return c.body(null, 304, headers) as never;
    const keyNames = await online.keyNames();
    const selection = parseSelection(keyNames, { where, by: [] });
    const keys = await online.keys(selection.where);
    const found: ServedVector[] = [];
    for (const key of keys.slice(offset, offset + limit)) {
      const one = await textOf(key);
      if (one !== undefined) found.push(one);
    }
    const [first] = found;
    if (first === undefined) {
      throw new GridcastError('SERVE_SERIES_UNKNOWN', { selection: describeSelection(keyNames, selection) });
    }
    context.vectorLog?.add(found.map(({ vector }) => vector));
    const { view, origin, dataUntilHour } = first.vector;
    const facts = { view, originUtc: isoOfHour(origin), dataUntilUtc: isoOfHour(dataUntilHour) };
    const page = { ...facts, total: keys.length, limit, offset };
    const items = found.map(({ text }) => text).join(',');
    const body = `${JSON.stringify(page).slice(0, -1)},"items":[${items}]}`;
    return c.body(body, 200, { ...headers, 'Content-Type': 'application/json' }) as never;
  });
};

interface ServedVector {
  readonly vector: OnlineVector;
  /** Its item of an answer, as JSON: making it is most of an answer's cost. */
  readonly text: string;
}

interface Served {
  readonly online: OnlineVectors;
  readonly textOf: (key: SeriesKey) => Promise<ServedVector | undefined>;
  readonly tag: () => Promise<string>;
}

/** Opened at the first question that can be answered, for the source is not fixed before the first collect. */
function servedOf({ reads, nowMs, version }: AppContext): () => Promise<Served> {
  const memory = createMemory(KEPT_TEXTS);
  let opened: Served | undefined;
  return async () => {
    if (opened !== undefined) return opened;
    const { finished } = (await readSource(reads)).source;
    const online = openOnlineVectors({ store: reads.store, engine: reads.engine, nowMs, finished });
    const textOf = async (key: SeriesKey): Promise<ServedVector | undefined> => {
      const second = finished ? 0 : Math.floor(nowMs() / STALENESS_MS);
      return memory(`${await online.state()} ${second} ${formatKey(key)}`, async () => {
        const vector = await online.find(key);
        return vector && { vector, text: textOfVector(await online.keyNames(), vector) };
      });
    };
    const tag = async (): Promise<string> =>
      weakTag(`${version} ${reads.delayHours} ${await online.state()} ${hourOfMs(nowMs())}`);
    opened ??= { online, textOf, tag };
    return opened;
  };
}

function textOfVector(keyNames: readonly string[], { key, knownUntilHour, links }: OnlineVector): string {
  return JSON.stringify({
    key: Object.fromEntries(keyNames.map((name, i) => [name, key[i] ?? ''])),
    knownUntilUtc: knownUntilHour === undefined ? null : isoOfHour(knownUntilHour),
    log: describe(links.log),
    linear: describe(links.linear),
  });
}

function describe(found: readonly OnlineFeature[]): z.output<typeof features> {
  return Object.fromEntries(
    found.map(({ name, values, missing, ageHours, quality }) => [
      name,
      {
        values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
        missing,
        ageHours: ageHours ?? null,
        quality,
      },
    ]),
  );
}
