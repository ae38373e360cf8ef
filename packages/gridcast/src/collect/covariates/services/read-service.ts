/** Reads a service, window by window: what is new, then history from new to old. */
import { GridcastError, isoOfMs, type HourWindow } from '../../../core/index.ts';
import { findFeedState, saveFeedState, type FeedState } from '../../../store/index.ts';
import { historyRange, narrower, newestWindow } from '../../feed/plan.ts';
import type { CovariateContext, CovariateInput } from '../covariate.ts';
import type { KeptAnswer } from './ask.ts';
import type { CovariateRow } from './covariate-row.ts';
import { rowsOfEntities } from './entities.ts';
import type { ServiceWithIdentity } from './service.ts';
import { goOnFrom, newHours, reasonToRest, stateName } from './service-plan.ts';

/** After so many windows that did not come whole the next run goes on. */
const MAX_FAILURES = 3;

/**
 * Reads what a service has that is not stored yet. A failure is kept as the state of the service, and thrown: what was committed
 * before it stays.
 *
 * @throws COLLECT_FEED_*
 */
export async function* readService(
  context: CovariateContext,
  service: ServiceWithIdentity,
): AsyncGenerator<CovariateInput> {
  const { store, asOfHour, nowMs, logger } = context;
  const stored = await findFeedState(store.catalogue, stateName(service.facts.name));
  const reading = new ServiceReading(context, service, goOnFrom(stored, service, asOfHour));
  const rest = reasonToRest(reading.state, service, { asOfHour, nowMs: nowMs() });
  if (rest !== undefined) {
    logger.debug('service is not asked', { name: service.facts.name, reason: rest });
    return;
  }
  try {
    yield* reading.readNew();
    yield* reading.readHistory();
  } catch (thrown) {
    await reading.fail(thrown);
    throw thrown;
  }
}

interface ServiceWindow extends HourWindow {
  readonly rows: readonly CovariateRow[];
  readonly raw: readonly KeptAnswer[];
}

class ServiceReading {
  readonly #context: CovariateContext;
  readonly #service: ServiceWithIdentity;
  state: FeedState;

  constructor(context: CovariateContext, service: ServiceWithIdentity, state: FeedState) {
    this.#context = context;
    this.#service = service;
    this.state = state;
  }

  /** The hours since the last reading; it counts as done with the last of its windows. */
  async *readNew(): AsyncGenerator<CovariateInput> {
    const { asOfHour } = this.#context;
    const [head, low] = [this.state.head_hour, this.state.low_hour];
    const range = newHours(this.state, this.#service, asOfHour);
    for (let end = range.end; end > range.start;) {
      const window = await this.#readWindow({ start: range.start, end });
      end = window.start;
      const rows = withLateness(window.rows, { head, low, asOfHour });
      yield* this.#part({ ...window, rows }, end <= range.start ? { head_hour: asOfHour } : {});
    }
  }

  async *readHistory(): AsyncGenerator<CovariateInput> {
    while (this.state.from_hour < this.state.low_hour) {
      const window = await this.#readWindow(historyRange(this.state));
      yield* this.#part(window, { low_hour: window.start });
    }
  }

  /** Keeps a failure in mind. */
  async fail(thrown: unknown): Promise<void> {
    if (!(thrown instanceof GridcastError) || !thrown.code.startsWith('COLLECT_')) return;
    const { store, nowMs } = this.#context;
    const { waitSeconds } = thrown.details as { readonly waitSeconds?: number };
    await saveFeedState(store.catalogue, {
      ...this.state,
      attempted_at: isoOfMs(nowMs()),
      retry_at: waitSeconds === undefined ? null : isoOfMs(nowMs() + waitSeconds * 1000),
      error_code: thrown.code,
      error: thrown.message,
    });
  }

  /** The newest window of a range that comes whole; half as wide after each that does not. */
  async #readWindow(range: HourWindow): Promise<ServiceWindow> {
    const { desk, logger } = this.#context;
    const { reader, title, entities } = this.#service;
    for (let failures = 1; ; failures++) {
      const window = newestWindow(range, this.state.window_hours);
      const raw: KeptAnswer[] = [];
      try {
        const rows = await reader(
          desk.ask(title, (answer) => raw.push(answer)),
          window,
        );
        return { ...window, raw, rows: rowsOfEntities(rows, entities) };
      } catch (thrown) {
        const isBroken = thrown instanceof GridcastError && thrown.code === 'COLLECT_FEED_BROKEN';
        const width = narrower(Math.min(this.state.window_hours, window.end - window.start));
        if (!isBroken || width === undefined || failures >= MAX_FAILURES) throw thrown;
        logger.info('window did not arrive whole', { service: title, reason: thrown.message });
        this.state = { ...this.state, window_hours: width };
      }
    }
  }

  /** One window as an input; the state moves in its commit. */
  async *#part(window: ServiceWindow, change: Partial<FeedState>): AsyncGenerator<CovariateInput> {
    const { engine, relation, nowMs } = this.#context;
    const { rows, raw } = window;
    await engine.createTable(relation, {
      entity: rows.map((row) => row.entity),
      hour: Int32Array.from(rows, (row) => row.hour),
      value: Float64Array.from(rows, (row) => row.value),
      known_hour: Int32Array.from(rows, (row) => row.knownAtHour),
    });
    const last = rows.reduce<number | null>((most, { hour }) => Math.max(most ?? hour, hour), null);
    const newest = last === null ? this.state.newest_hour : Math.max(last, this.state.newest_hour ?? last);
    const now = isoOfMs(nowMs());
    const fine = { attempted_at: now, succeeded_at: now, retry_at: null, error_code: null, error: null };
    const next: FeedState = { ...this.state, newest_hour: newest, ...fine, ...change };
    yield {
      rowsRead: rows.length,
      goodRows: rows.length,
      quarantined: [],
      raw: raw.map(({ sha256, key, bytes, url }) => ({ sha256, key, bytes, file: url })),
      remember: (transaction) => saveFeedState(transaction, next),
    };
    this.state = next;
  }
}

/** When hours were read before. */
interface LastReading {
  /** The as-of of it. */
  readonly head: number;
  /** Hours from here on had been read by then. */
  readonly low: number;
  readonly asOfHour: number;
}

/**
 * Rows that should have been there at the last reading count as known from this one: new ones came late, differing ones are
 * revisions, equal ones are dropped at staging. Of an hour's versions only the newest can be either.
 */
function withLateness(rows: readonly CovariateRow[], { head, low, asOfHour }: LastReading): CovariateRow[] {
  const newest = new Map<string, number>();
  for (const { entity, hour, knownAtHour } of rows) {
    if (knownAtHour > asOfHour) continue;
    const key = `${hour} ${entity}`;
    newest.set(key, Math.max(knownAtHour, newest.get(key) ?? knownAtHour));
  }
  return rows.flatMap((row) => {
    const isLate = row.hour >= low && row.knownAtHour <= head;
    if (!isLate) return [row];
    const isNewest = newest.get(`${row.hour} ${row.entity}`) === row.knownAtHour;
    return isNewest ? [{ ...row, knownAtHour: asOfHour }] : [];
  });
}
