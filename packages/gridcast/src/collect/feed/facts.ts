/** What a dataset's own description says: its column of time, its columns, how often it is updated, whether it is retired. */
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { GridcastError, hourOfMs, parseInstant } from '../../core/index.ts';
import type { LivingFeed } from '../source.ts';
import { failureOfAnswer } from './answer-errors.ts';
import type { FeedClient } from './client.ts';
import { escapeControls } from './split-records.ts';

const factsSchema = z.object({
  title: z.string(),
  /** The column that `start` and `end` act on; null where the description names none. */
  time: z.string().nullable(),
  columns: z.array(z.string()),
  /** The feed is asked once in so many hours. */
  intervalHours: z.number(),
  isRetired: z.boolean(),
  successor: z.string().nullable(),
  dataFromHour: z.number().nullable(),
});

export type FeedFacts = Readonly<z.output<typeof factsSchema>>;

/** Facts as kept in the catalogue; undefined where there are none that this version can read. */
export function parseFacts(text: string): FeedFacts | undefined {
  const parsed = factsSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

const description = z.looseObject({
  title: z.string().optional(),
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  updateFrequency: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  filterColumn: z.string().nullable().default(null),
  dataFrom: z.string().nullable().default(null),
  active: z.boolean().nullish(),
  columns: z.array(z.looseObject({ dbColumn: z.string() })).default([]),
});

const [MIN_HOURS, MAX_HOURS] = [1 / 60, 24];

/** Reads a dataset's description. @throws COLLECT_FEED_ABSENT where there is no such dataset, and the errors of requests */
export async function readFacts(client: FeedClient, feed: LivingFeed): Promise<FeedFacts> {
  const url = `${feed.baseUrl}/meta/dataset/${encodeURIComponent(feed.dataset)}`;
  const answer = await client.get(url);
  if (answer.kind !== 'body') throw failureOfAnswer(answer, { feed: feed.dataset, url });
  const text = await readFile(answer.path, 'utf8');
  await rm(answer.path, { force: true });
  return factsOf(text, { feed: feed.dataset, url });
}

/** Facts from the text of a description, whose texts may hold raw line breaks. @throws COLLECT_FEED_REFUSED */
export function factsOf(text: string, asked: { readonly feed: string; readonly url: string }): FeedFacts {
  const found = description.safeParse(jsonOf(text));
  if (!found.success) {
    throw new GridcastError('COLLECT_FEED_REFUSED', { ...asked, status: 200, answer: text.slice(0, 200) });
  }
  const { title = asked.feed, updateFrequency, filterColumn, dataFrom, active, columns } = found.data;
  const isRetired = active === false || /discontinued/iu.test(title);
  const dataFromMs = dataFrom === null ? undefined : parseInstant(dataFrom);
  return {
    title,
    time: filterColumn,
    columns: columns.map(({ dbColumn }) => dbColumn),
    intervalHours: intervalOf(updateFrequency),
    isRetired,
    successor: isRetired ? successorIn(found.data.description) : null,
    // a day earlier: the description does not say in which zone it counts
    dataFromHour: dataFromMs === undefined ? null : hourOfMs(dataFromMs) - 24,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(escapeControls(text));
  } catch {
    return undefined;
  }
}

/** An ISO 8601 duration in hours, between a minute and a day; a day where there is none. */
function intervalOf(duration: string): number {
  const parts =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/u.exec(
      duration.trim(),
    );
  const hoursOfPart = [8760, 720, 168, 24, 1, 1 / 60, 1 / 3600];
  const hours = hoursOfPart.reduce((sum, each, i) => sum + each * Number(parts?.[i + 1] ?? 0), 0);
  return hours === 0 ? MAX_HOURS : Math.min(MAX_HOURS, Math.max(MIN_HOURS, hours));
}

/** The successor stands only as a link in the text: `[new set](https://…/tso-electricity/DayAheadPrices)`. */
function successorIn(text: string): string | null {
  return /\]\([^)\s]*\/(\w+)\/?\)/u.exec(text)?.[1] ?? null;
}
