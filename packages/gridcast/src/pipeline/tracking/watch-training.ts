/** Watches one training for tracking, which never makes it fail. */
import { reasonOf } from '../../core/index.ts';
import type { CalibrationRows } from '../../train/index.ts';
import type { RunContext } from '../run-context.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { failedTrial } from './failed-trial.ts';
import { trainingTrial, type EndedTraining } from './training-trial.ts';
import { recordTrial, type TrialRecord } from './trial-record.ts';

/** What is watched of a training between its start and its end. */
export interface WatchedTraining {
  /** Sums up the scored rows while they are there. */
  readonly observe: (rows: CalibrationRows) => void;
  /** Records the trial. A fault is logged as a warning, and nothing is thrown. */
  readonly end: (runId: string, ended: Omit<EndedTraining, 'evidence' | 'startedAtMs'>) => Promise<void>;
  /** Records that it made no model, and why; else as `end`. */
  readonly fail: (runId: string, thrown: unknown) => Promise<void>;
}

/** Begins to watch a training that starts now. */
export function watchTraining(context: RunContext): WatchedTraining {
  const { logger, nowMs } = context;
  const startedAtMs = nowMs();
  let evidence: Evidence | undefined;
  const warn = (thrown: unknown): void =>
    logger.warn('the training goes on without its record', { reason: reasonOf(thrown) });
  const record = async (runId: string, describe: () => Promise<TrialRecord>): Promise<void> => {
    const beganMs = nowMs();
    try {
      await recordTrial(context, runId, await describe());
      logger.debug('training recorded', { runId, durationMs: nowMs() - beganMs });
    } catch (thrown) {
      warn(thrown);
    }
  };
  return {
    observe: (rows) => {
      try {
        evidence = evidenceOf(rows);
      } catch (thrown) {
        warn(thrown);
      }
    },
    end: (runId, ended) => record(runId, () => trainingTrial(context, { ...ended, evidence, startedAtMs })),
    fail: (runId, thrown) => record(runId, async () => failedTrial(context, { thrown, startedAtMs })),
  };
}
