/** A source's input, whatever its kind: what a run asks of it. */
import {
  GridcastError,
  hashJson,
  type HourUtc,
  type Json,
  type Logger,
  type ProgressListener,
} from '../core/index.ts';
import type { SqlEngine, Store } from '../store/index.ts';
import { collect } from './collect.ts';
import { defaultAsOf } from './default-as-of.ts';
import { collectFeed } from './feed/collect-feed.ts';
import type { Network } from './feed/network.ts';
import type { InputInstant } from './input-rows.ts';
import { loadRawTable } from './raw-table.ts';
import { readInput } from './read-input.ts';
import { refuseFuture } from './refuse-future.ts';
import type { LivingFeed, RawFile, Source } from './source.ts';

export interface OpenInputOptions {
  readonly store: Store;
  readonly source: Source;
  readonly network: Network;
  readonly threads: number;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly progress: ProgressListener;
}

/** Facts of a collect, JSON-safe; `note` is what people should be told of it. */
export interface InputCollected {
  readonly note?: string | null;
  readonly [fact: string]: Json | undefined;
}

export interface Input {
  /** The as-of where none is given: the present, or the instant at which a finished source's rows are all known. */
  readonly defaultAsOf: (instant: InputInstant) => Promise<HourUtc>;
  /** Stores what is known at the as-of. A second time changes nothing. */
  readonly collect: (instant: InputInstant & { readonly asOfHour: HourUtc }) => Promise<InputCollected>;
  /** Creates a table of the raw input, as it came. @throws COLLECT_NO_RAW_TABLE where it is not one table */
  readonly loadRaw: (engine: SqlEngine, table: string) => Promise<void>;
}

/** Opens the input of a source; a file is read and parsed now, a feed when it is collected. @throws the errors of `readInput` */
export async function openInput(options: OpenInputOptions): Promise<Input> {
  const { input } = options.source;
  return 'dataset' in input ? openFeed(options, input) : openFile(options, input);
}

function openFeed(options: OpenInputOptions, feed: LivingFeed): Input {
  return {
    defaultAsOf: async ({ presentHour }) => presentHour,
    collect: async (instant) => {
      refuseFuture(instant.asOfHour, instant.presentHour);
      return (await collectFeed({ ...options, ...instant, feed })) as unknown as InputCollected;
    },
    loadRaw: async () => {
      throw new GridcastError('COLLECT_NO_RAW_TABLE', { source: options.source.declaration.title });
    },
  };
}

async function openFile(options: OpenInputOptions, file: RawFile): Promise<Input> {
  const { store, threads } = options;
  const input = await readInput({ ...options, file });
  return {
    defaultAsOf: (instant) => defaultAsOf(store, input, instant),
    collect: async (instant) => {
      const { asOfHour, delayHours } = instant;
      const identity = { step: 'collect', origin: asOfHour, raw: input.record.rawSha256, delayHours };
      const runId = hashJson(identity).slice(0, 32);
      const { output, commit } = await collect({ store, input, threads, runId, ...instant });
      await store.catalogue.transaction().execute(commit);
      return output as unknown as InputCollected;
    },
    loadRaw: (engine, table) => loadRawTable(store, engine, { input, table }),
  };
}
