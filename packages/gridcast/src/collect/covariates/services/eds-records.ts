/** Small responses of Energi Data Service, as records. */
import { GridcastError, hourOfMs, isoOfHour, parseInstant, type HourWindow } from '../../../core/index.ts';
import { escapeControls } from '../../feed/split-records.ts';
import type { Ask } from './covariate-row.ts';
import { requireColumn } from './require-column.ts';

export interface RecordsRequest {
  readonly baseUrl: string;
  readonly dataset: string;
  readonly window: HourWindow;
  /** The column of time first. */
  readonly columns: readonly string[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
}

/** A record whose time has been read. */
export interface EdsRecord {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly text: (column: string) => string;
  /** Undefined where it is missing. */
  readonly number: (column: string) => number | undefined;
}

/**
 * Asks for the records of a window.
 *
 * @throws COLLECT_FEED_BROKEN where they did not come whole, COLLECT_FEED_COLUMN, COLLECT_FEED_TYPE
 */
export async function askRecords(ask: Ask, request: RecordsRequest): Promise<readonly EdsRecord[]> {
  const { window, dataset: feed } = request;
  if (window.end <= window.start) return [];
  const records = wholeRecords(await ask(addressOf(request)), request);
  const [time = ''] = request.columns;
  return records.map((record) => {
    const timeMs = parseInstant(String(record[time]));
    if (timeMs === undefined) throw typeError(feed, time, record[time]);
    return {
      timeMs,
      text: (column) => String(record[column]),
      number: (column) => {
        const value = record[column];
        if (value === null || value === undefined) return undefined;
        if (typeof value !== 'number') throw typeError(feed, column, value);
        return value;
      },
    };
  });
}

/** The whole hours of a record's time. */
export function hourOf({ timeMs }: EdsRecord): number {
  return hourOfMs(timeMs);
}

function addressOf({ baseUrl, dataset, window, columns, filter }: RecordsRequest): string {
  const query = new URLSearchParams({
    start: isoOfHour(window.start).slice(0, 16),
    end: isoOfHour(window.end).slice(0, 16),
    columns: columns.join(','),
    filter: JSON.stringify(filter),
    sort: [columns[0], ...Object.keys(filter)].join(','),
    timezone: 'utc',
    limit: '0',
  });
  return `${baseUrl}/dataset/${dataset}?${query.toString()}`;
}

type RawRecord = Readonly<Record<string, unknown>>;

function wholeRecords(
  text: string,
  { dataset: feed, columns, window }: RecordsRequest,
): readonly RawRecord[] {
  const broken = (reason: string): GridcastError =>
    new GridcastError('COLLECT_FEED_BROKEN', {
      feed,
      reason,
      window: `${isoOfHour(window.start)}..${isoOfHour(window.end)}`,
    });
  let parsed: { readonly total?: unknown; readonly records?: readonly RawRecord[] } | readonly RawRecord[];
  try {
    parsed = JSON.parse(escapeControls(text)) as typeof parsed;
  } catch {
    throw broken('the response is no whole JSON');
  }
  const records = 'records' in parsed ? parsed.records : parsed;
  if (!Array.isArray(records)) throw broken(`the response has no records: ${text.slice(0, 100)}`);
  const total = 'total' in parsed && typeof parsed.total === 'number' ? parsed.total : 0;
  if (total > records.length) throw broken(`${records.length} of ${total} rows came`);
  const [first] = records as readonly RawRecord[];
  for (const column of first === undefined ? [] : columns)
    requireColumn(feed, column, Object.keys(first ?? {}));
  return records as readonly RawRecord[];
}

function typeError(feed: string, column: string, value: unknown): GridcastError {
  const example = (JSON.stringify(value) ?? 'nothing').slice(0, 60);
  return new GridcastError('COLLECT_FEED_TYPE', { feed, column, found: typeof value, example });
}
