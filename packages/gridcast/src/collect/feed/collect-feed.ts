/** The collect stage of a living feed: window by window, each committed alone, so that a kill loses one window at most. */
import { rm } from 'node:fs/promises';
import {
  GridcastError,
  hashJson,
  isoOfHour,
  isoOfMs,
  type HourUtc,
  type HourWindow,
  type Logger,
  type ProgressListener,
} from '../../core/index.ts';
import { findFeedState, saveFeedState, type FeedState, type Store } from '../../store/index.ts';
import type { LivingFeed, Source } from '../source.ts';
import type { TableSpec } from '../table/table-spec.ts';
import { checkColumns } from './check-columns.ts';
import { FeedClient } from './client.ts';
import { commitWindow } from './commit-window.ts';
import { parseFacts, readFacts, type FeedFacts } from './facts.ts';
import { feedHealth, type FeedHealth } from './health.ts';
import type { Network } from './network.ts';
import { firstState, historyRange, isDue, narrower, newestWindow, refreshRange } from './plan.ts';
import { readWindow, textOf } from './read-window.ts';
import { stageWindow, type StagedWindow, type StageWindowRequest } from './stage-window.ts';

export interface CollectFeedRequest {
  readonly store: Store;
  readonly source: Source;
  readonly feed: LivingFeed;
  readonly network: Network;
  readonly asOfHour: HourUtc;
  readonly presentHour: HourUtc;
  readonly delayHours: number;
  readonly threads: number;
  /** The wall clock, in milliseconds: when the feed was asked, and when it may be asked again. */
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly progress: ProgressListener;
}

/** What a collect of a feed did. */
export interface CollectFeedOutput {
  readonly source: string;
  /** Requests sent, for the description and for rows. */
  readonly requests: number;
  readonly windows: number;
  readonly rowsRead: number;
  readonly newRows: number;
  readonly revisedRows: number;
  readonly unchangedRows: number;
  readonly quarantined: Readonly<Record<string, number>>;
  readonly missingValues: number;
  readonly repeatedRows: number;
  readonly dataUntilUtc: string | null;
  readonly feed: FeedHealth;
  /** Why no request was sent, or what is wrong with the feed; null where there is nothing to say. */
  readonly note: string | null;
}

/**
 * Reads what a feed has that is not stored yet. A failure is recorded as the state of the feed and the run goes on with what
 * is known; only where nothing is known yet it is thrown.
 *
 * @throws where the feed has given nothing yet: COLLECT_FEED_*; and the errors of the store, always
 */
export async function collectFeed(request: CollectFeedRequest): Promise<CollectFeedOutput> {
  return new FeedCollect(request, await stateOf(request)).run();
}

async function stateOf({ store, source, feed, asOfHour }: CollectFeedRequest): Promise<FeedState> {
  const { name } = source.declaration;
  const stored = await findFeedState(store.catalogue, name);
  if (stored === undefined) return firstState(feed, name, asOfHour);
  return { ...stored, from_hour: Math.min(stored.from_hour, feed.fromHour ?? stored.from_hour) };
}

class FeedCollect {
  readonly #request: CollectFeedRequest;
  readonly #client: FeedClient;
  readonly #windows: StagedWindow[] = [];
  #state: FeedState;

  constructor(request: CollectFeedRequest, state: FeedState) {
    this.#request = request;
    this.#state = state;
    const { store, feed, network, signal, logger, progress } = request;
    this.#client = new FeedClient({
      lake: store.lake,
      network,
      feed: feed.dataset,
      signal,
      logger,
      progress,
    });
  }

  async run(): Promise<CollectFeedOutput> {
    const idle = this.#reasonToRest();
    if (idle === undefined) {
      try {
        await this.#read();
      } catch (thrown) {
        await this.#fail(thrown);
      }
    }
    return this.#output(idle);
  }

  /** Why nothing is asked of the feed now; undefined where something is. */
  #reasonToRest(): string | undefined {
    const { asOfHour, nowMs } = this.#request;
    const { name, head_hour: head, retry_at: retryAt } = this.#state;
    const facts = parseFacts(this.#state.facts);
    const isOpen = historyRange(this.#state).start < this.#state.low_hour;
    if (retryAt !== null && isoOfMs(nowMs()) < retryAt)
      return `no request: ${name} asked to wait until ${retryAt}`;
    if (isOpen || facts === undefined || isDue(this.#state, asOfHour, facts.intervalHours)) return undefined;
    return asOfHour < head
      ? `no request: ${name} was read up to ${isoOfHour(head)}, after this hour`
      : `no request: ${name} was read at ${isoOfHour(head)}, within its update interval of ${facts.intervalHours} h`;
  }

  async #read(): Promise<void> {
    const { asOfHour, feed } = this.#request;
    const facts = await this.#facts();
    const spec: TableSpec = {
      ...this.#request.source.table,
      ...(facts.time !== null && { time: facts.time }),
    };
    checkColumns(feed.dataset, spec, facts.columns);
    if (asOfHour > this.#state.head_hour) {
      const lateness = { delayHours: this.#request.source.declaration.defaultDelayHours, ...feed };
      const range = refreshRange(this.#state, asOfHour, lateness);
      await this.#readRange(spec, range, () => ({ head_hour: asOfHour }));
    }
    const start = Math.max(this.#state.from_hour, facts.dataFromHour ?? -Infinity);
    const history = { start: Math.min(start, this.#state.low_hour), end: this.#state.low_hour };
    await this.#readRange(spec, history, ({ start: low }) => ({ low_hour: low }));
    // what lies before the first row of the dataset counts as read
    await this.#save({ low_hour: Math.min(this.#state.from_hour, this.#state.low_hour), ...this.#success() });
  }

  /** The description, read again where rows are due; an old one serves where it cannot be had. */
  async #facts(): Promise<FeedFacts> {
    const { asOfHour, feed, logger } = this.#request;
    const stored = parseFacts(this.#state.facts);
    if (stored !== undefined && !isDue(this.#state, asOfHour, stored.intervalHours)) return stored;
    const facts = await readFacts(this.#client, feed).catch((thrown: unknown) => {
      const isDead = thrown instanceof GridcastError && thrown.code === 'COLLECT_FEED_UNREACHABLE';
      if (stored === undefined || isDead || !(thrown instanceof GridcastError)) throw thrown;
      logger.info('the old description of the feed serves', { feed: feed.dataset, reason: thrown.message });
      return stored;
    });
    this.#state = { ...this.#state, facts: JSON.stringify(facts) };
    return facts;
  }

  /** Reads a range from its newest window down. `reached` says what a committed window changes in the state. */
  async #readRange(
    spec: TableSpec,
    range: HourWindow,
    reached: (window: HourWindow) => Partial<FeedState>,
  ): Promise<void> {
    const isRefresh = range.end > this.#state.low_hour;
    const before = isRefresh ? { hour: this.#state.head_hour, fromHour: this.#state.low_hour } : undefined;
    for (let end = range.end; end > range.start;) {
      const window = await this.#readWindow(spec, { start: range.start, end }, before);
      end = window.start;
      const isLast = end <= range.start;
      await this.#commit(window, isRefresh && !isLast ? {} : reached(window));
    }
  }

  async #readWindow(
    spec: TableSpec,
    range: HourWindow,
    lastRead: Omit<NonNullable<StageWindowRequest['lastRead']>, 'delayHours'> | undefined,
  ): Promise<ReadWindow> {
    const { store, feed, source, asOfHour, presentHour, delayHours, threads } = this.#request;
    const slackHours = 24 + source.declaration.defaultDelayHours;
    for (let failures = 0; ; failures++) {
      const window = newestWindow(range, this.#state.window_hours);
      const rows = await readWindow({
        client: this.#client,
        lake: store.lake,
        feed,
        window,
        columns: [spec.time, ...spec.keys, spec.value],
        // in a first reading hours are there once they are overdue; later on, up to the newest
        expectedUntil: Math.min(
          window.end - 1,
          lastRead === undefined ? asOfHour - slackHours : (this.#state.newest_hour ?? window.start),
        ),
      });
      if (rows.kind === 'narrower') {
        await this.#narrow(window, rows.reason, failures);
        continue;
      }
      try {
        const runId = hashJson({
          feed: feed.dataset,
          asOfHour,
          raw: rows.raw.map((one) => one.sha256),
        }).slice(0, 32);
        const staging = {
          feed: feed.dataset,
          spec,
          linesPath: rows.linesPath,
          asOfHour,
          presentHour,
          threads,
          runId,
        };
        const staged =
          rows.rows === 0
            ? undefined
            : await stageWindow({
                store,
                declaration: source.declaration,
                lastRead: lastRead && { ...lastRead, delayHours },
                ...staging,
              });
        return { ...window, raw: rows.raw, staged, runId };
      } finally {
        await rm(rows.linesPath, { force: true });
      }
    }
  }

  /** Goes on with half the width. @throws COLLECT_FEED_BROKEN where that does not help either */
  async #narrow(window: HourWindow, reason: string, failures: number): Promise<void> {
    const { feed, logger } = this.#request;
    const width = narrower(Math.min(this.#state.window_hours, window.end - window.start));
    logger.info('window did not arrive whole', { feed: feed.dataset, window: textOf(window), reason });
    if (
      failures >= MAX_FAILURES ||
      (width === undefined && !(await this.#client.wait(RETRY_SECONDS, reason)))
    ) {
      throw new GridcastError('COLLECT_FEED_BROKEN', { feed: feed.dataset, reason, window: textOf(window) });
    }
    if (width !== undefined) this.#state = { ...this.#state, window_hours: width };
  }

  async #commit(window: ReadWindow, change: Partial<FeedState>): Promise<void> {
    const { source, asOfHour, store, feed, progress } = this.#request;
    const last = window.staged?.staged.lastHour ?? null;
    const newest = last === null ? this.#state.newest_hour : Math.max(last, this.#state.newest_hour ?? last);
    const state = { ...this.#state, newest_hour: newest, ...change, ...this.#success() };
    await commitWindow(store, { source, asOfHour, ...window }, state);
    this.#state = state;
    if (window.staged !== undefined) this.#windows.push(window.staged);
    const { low_hour: low, from_hour: from } = state;
    progress({
      task: 'collect',
      done: asOfHour - low,
      total: Math.max(1, asOfHour - from),
      note: `${feed.dataset} ${textOf(window)}`,
    });
  }

  #success(): Partial<FeedState> {
    const now = isoOfMs(this.#request.nowMs());
    return { attempted_at: now, succeeded_at: now, retry_at: null, error_code: null, error: null };
  }

  async #save(change: Partial<FeedState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await saveFeedState(this.#request.store.catalogue, this.#state);
  }

  /** Records a failure of the feed, where there is something to go on with; everything else is thrown on. */
  async #fail(thrown: unknown): Promise<void> {
    const { nowMs } = this.#request;
    if (!(thrown instanceof GridcastError) || !thrown.code.startsWith('COLLECT_')) throw thrown;
    if (this.#state.newest_hour === null) throw thrown;
    const waitSeconds = thrown.code === 'COLLECT_FEED_LIMITED' ? waitOf(thrown) : undefined;
    await this.#save({
      attempted_at: isoOfMs(nowMs()),
      retry_at: waitSeconds === undefined ? null : isoOfMs(nowMs() + waitSeconds * 1000),
      error_code: thrown.code,
      error: thrown.message,
    });
  }

  #output(idle: string | undefined): CollectFeedOutput {
    const { source, asOfHour, logger } = this.#request;
    const at = { hour: asOfHour, delayHours: source.declaration.defaultDelayHours };
    const health = feedHealth(this.#state, at);
    if (health.status !== 'fresh') logger.warn('feed is not fresh', { ...health });
    const trouble =
      health.status === 'fresh' ? undefined : `${health.name} is ${health.status}: ${health.reason}`;
    const notes = [idle, trouble].filter((note) => note !== undefined);
    return {
      source: source.declaration.title,
      requests: this.#client.requests,
      windows: this.#windows.length,
      ...summed(this.#windows),
      dataUntilUtc: health.dataUntilUtc,
      feed: health,
      note: notes.length === 0 ? null : notes.join('; '),
    };
  }
}

/** A window with what came of it. */
export interface ReadWindow extends HourWindow {
  readonly raw: readonly {
    readonly key: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly url: string;
  }[];
  /** Absent where the window holds no row. */
  readonly staged: StagedWindow | undefined;
  readonly runId: string;
}

const MAX_FAILURES = 8;
const RETRY_SECONDS = 10;

function waitOf(error: GridcastError): number {
  return (error.details as unknown as { readonly waitSeconds: number }).waitSeconds;
}

function summed(
  windows: readonly StagedWindow[],
): Pick<
  CollectFeedOutput,
  'rowsRead' | 'newRows' | 'revisedRows' | 'unchangedRows' | 'quarantined' | 'missingValues' | 'repeatedRows'
> {
  const sum = (count: (window: StagedWindow) => number): number =>
    windows.reduce((total, window) => total + count(window), 0);
  const quarantined: Record<string, number> = {};
  for (const { reason, rows } of windows.flatMap((window) => window.quarantined)) {
    quarantined[reason] = (quarantined[reason] ?? 0) + rows;
  }
  return {
    rowsRead: sum(({ counts }) => counts.rowsRead),
    newRows: sum(({ staged }) => staged.newRows),
    revisedRows: sum(({ staged }) => staged.revisedRows),
    unchangedRows: sum(({ staged }) => staged.unchangedRows),
    quarantined,
    missingValues: sum(({ counts }) => counts.missingValues),
    repeatedRows: sum(({ counts }) => counts.repeatedRows),
  };
}
