/** Tracks work that is no cycle, a sweep or a backtest: a row among the runs, and its trial. Tracking never makes it fail. */
import { decidingConfig } from '../../config/index.ts';
import { GridcastError, hashJson, reasonOf, withoutSecrets } from '../../core/index.ts';
import { findRun, finishRun, listMainTrials, startRun } from '../../store/index.ts';
import type { RunContext } from '../run-context.ts';
import { MESSAGE_CHARACTERS, recordTrial, type TrialRecord } from './trial-record.ts';

/** How tracked work ended. */
export interface TrackedEnd<Result> {
  readonly status: 'done' | 'stopped' | 'failed';
  /** Absent where it threw. */
  readonly result?: Result;
  /** Why it did not come to its end. */
  readonly message?: string;
}

export interface TrackedWork<Result> {
  /** A hash of what goes in. */
  readonly id: string;
  readonly pipeline: 'tuning' | 'backtest';
  readonly work: () => Promise<Result>;
  /** Why a result is not the end, so that the same command goes on; undefined where it is. */
  readonly stopped?: (result: Result) => string | undefined;
  /** What is recorded; undefined where there is nothing to record. */
  readonly describe: (end: TrackedEnd<Result>) => Promise<TrialRecord | undefined>;
}

/**
 * Carries the work out and records how it ended, whichever way; gives, or throws, what the work does. What was recorded as done stays as it is:
 * the same again would find the same.
 */
export async function trackRun<Result>(context: RunContext, tracked: TrackedWork<Result>): Promise<Result> {
  if (await isRecorded(context, tracked.id)) return tracked.work();
  const { store, nowMs, config, origin, signal } = context;
  const { id, pipeline } = tracked;
  const configHash = hashJson(decidingConfig(config));
  await quietly(context, () =>
    startRun(store.catalogue, { id, pipeline, logicalHour: origin, configHash, nowMs: nowMs() }).then(
      () => undefined,
    ),
  );
  const end = async (ended: TrackedEnd<Result>): Promise<void> => {
    await quietly(context, async () => {
      const record = await tracked.describe(ended);
      if (record !== undefined) await recordTrial(context, id, record);
    });
    const { status, message } = ended;
    const error = message === undefined ? {} : { error: message };
    await quietly(context, () => finishRun(store.catalogue, { id, status, nowMs: nowMs(), ...error }));
  };
  let result: Result;
  try {
    result = await tracked.work();
  } catch (thrown) {
    await end({ status: signal.aborted ? 'stopped' : 'failed', message: sentenceOf(thrown) });
    throw thrown;
  }
  const stopped = tracked.stopped?.(result);
  await end(
    stopped === undefined ? { status: 'done', result } : { status: 'stopped', result, message: stopped },
  );
  return result;
}

async function isRecorded({ store: { catalogue } }: RunContext, id: string): Promise<boolean> {
  try {
    const run = await findRun(catalogue, id);
    return run?.status === 'done' && (await listMainTrials(catalogue, [id])).length > 0;
  } catch {
    // recording will meet the fault again, and say it
    return false;
  }
}

/** What was thrown as tracking keeps it: the code and the sentence, bounded and without passwords. */
export function sentenceOf(thrown: unknown): string {
  const code = thrown instanceof GridcastError ? `${thrown.code}: ` : '';
  return `${code}${withoutSecrets(reasonOf(thrown))}`.slice(0, MESSAGE_CHARACTERS);
}

async function quietly({ logger }: RunContext, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    logger.warn('the run goes on without its record', { reason: reasonOf(thrown) });
  }
}
