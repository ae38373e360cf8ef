/** One window of a feed: one request for every row, and further pages only where the first did not hold them all. */
import { open, rm } from 'node:fs/promises';
import { hourOfMs, isoOfHour, parseInstant, type HourUtc, type HourWindow } from '../../core/index.ts';
import type { Lake, LakeObject } from '../../store/index.ts';
import type { LivingFeed } from '../source.ts';
import { failureOfAnswer } from './answer-errors.ts';
import type { FeedClient } from './client.ts';
import { limitWithin } from './limit-within.ts';
import { splitRecords, type SplitResponse } from './split-records.ts';

export interface WindowRequest {
  readonly client: FeedClient;
  readonly lake: Lake;
  readonly feed: LivingFeed;
  readonly window: HourWindow;
  /** The column of time, then those of keys and value. */
  readonly columns: readonly string[];
  /** Rows are expected up to this hour at least; their absence is taken for a cut response. */
  readonly expectedUntil: HourUtc;
}

export interface RawResponse extends LakeObject {
  readonly url: string;
}

/** The rows of a window, one JSON object a line; or why it must be asked for in narrower windows. */
export type WindowRows =
  | {
      readonly kind: 'whole';
      readonly raw: readonly RawResponse[];
      readonly linesPath: string;
      readonly rows: number;
    }
  | { readonly kind: 'narrower'; readonly reason: string };

/** Caps that servers put on a response without a word are round. */
const ROUND_ROWS = 1000;

/**
 * Reads a window. The bytes of each response are kept in the lake before anything is made of them.
 *
 * @throws COLLECT_FEED_UNREACHABLE, COLLECT_FEED_LIMITED, COLLECT_FEED_REFUSED, COLLECT_FEED_ABSENT
 */
export async function readWindow(request: WindowRequest): Promise<WindowRows> {
  const linesPath = request.lake.scratchPath('jsonl');
  try {
    const read = await readPages(request, linesPath);
    if (read.kind === 'narrower') await rm(linesPath, { force: true });
    return read;
  } catch (thrown) {
    await rm(linesPath, { force: true });
    throw thrown;
  }
}

async function readPages(request: WindowRequest, linesPath: string): Promise<WindowRows> {
  const raw: RawResponse[] = [];
  for (let rows = 0; ;) {
    const page = await readPage(request, rows, linesPath);
    if (page.kind === 'narrower') return page;
    raw.push(page.raw);
    rows += page.split.records;
    if (page.split.records === 0 || !(await isCut(request, { page: page.split, rows, linesPath })))
      return { kind: 'whole', raw, linesPath, rows };
  }
}

type Page =
  | { readonly kind: 'page'; readonly raw: RawResponse; readonly split: SplitResponse }
  | { readonly kind: 'narrower'; readonly reason: string };

async function readPage(request: WindowRequest, offset: number, linesPath: string): Promise<Page> {
  const { client, lake, feed, window } = request;
  const url = addressOf(request, offset);
  for (;;) {
    const answer = await client.get(url);
    if (answer.kind === 'broken') return { kind: 'narrower', reason: answer.reason };
    if (answer.kind !== 'body')
      throw failureOfAnswer(answer, { feed: feed.dataset, url, window: textOf(window) });
    const object = await lake.putFile('raw', 'json', answer.path);
    const split = await splitRecords(await lake.localPath(object.key), linesPath);
    const waitSeconds = limitWithin(split.envelope);
    if (waitSeconds !== undefined) {
      if (await client.wait(waitSeconds, 'the feed asks for it')) continue;
      throw failureOfAnswer({ kind: 'limited', waitSeconds }, { feed: feed.dataset, url });
    }
    if (split.isWhole) return { kind: 'page', raw: { ...object, url }, split };
    return { kind: 'narrower', reason: `the response ends after ${split.records} rows, within its JSON` };
  }
}

/** The address of a request, with every choice made: nothing is left to defaults that may change. */
function addressOf({ feed, window, columns }: WindowRequest, offset: number): string {
  const query = new URLSearchParams({
    start: isoOfHour(window.start).slice(0, 16),
    end: isoOfHour(window.end).slice(0, 16),
    columns: columns.join(','),
    sort: columns.slice(0, -1).join(','),
    timezone: 'utc',
    limit: '0',
    ...(offset === 0 ? {} : { offset: String(offset) }),
  });
  return `${feed.baseUrl}/dataset/${encodeURIComponent(feed.dataset)}?${query.toString()}`;
}

/** A window as people read it. */
export function textOf(window: HourWindow): string {
  return `${isoOfHour(window.start)}..${isoOfHour(window.end)}`;
}

interface Received {
  readonly page: SplitResponse;
  /** All rows of the window so far. */
  readonly rows: number;
  readonly linesPath: string;
}

/** May rows of the window be missing still? `total` is not to be trusted where it says no. */
async function isCut(request: WindowRequest, { page, rows, linesPath }: Received): Promise<boolean> {
  const { total } = (page.envelope ?? {}) as { readonly total?: unknown };
  if (typeof total === 'number' && total > rows) return true;
  if (page.records % ROUND_ROWS === 0) return true;
  const last = await lastHour(linesPath, request.columns[0] ?? '');
  return last !== undefined && last < request.expectedUntil;
}

const TAIL_BYTES = 1 << 16;

/** The hour of the last line; undefined where it cannot be told. */
async function lastHour(linesPath: string, column: string): Promise<HourUtc | undefined> {
  const file = await open(linesPath, 'r');
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(size, TAIL_BYTES)),
      0,
      size - from,
      from,
    );
    const line = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').at(-1) ?? '';
    const time = (JSON.parse(line) as Readonly<Record<string, unknown>>)[column];
    const ms = typeof time === 'string' ? parseInstant(time) : undefined;
    return ms === undefined ? undefined : hourOfMs(ms);
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}
