/** The validate stage: the suite over the observations known at the as-of. */
import { canonicalJson, type HourUtc, type Json } from '../core/index.ts';
import {
  loadObservations,
  openSqlEngine,
  type CatalogueTransaction,
  type StageResult,
  type Store,
} from '../store/index.ts';
import { checkObservations } from './check-observations.ts';
import type { ExpectationReport, ValidationSubject } from './expectation.ts';

export interface ValidateContext {
  readonly store: Store;
  /** What the source declares; the present hour is the stage's own. */
  readonly subject: Omit<ValidationSubject, 'presentHour'>;
  readonly asOfHour: HourUtc;
  readonly presentHour: HourUtc;
  readonly delayHours: number;
  readonly runId: string;
  readonly threads: number;
}

/** What a validation found. */
export interface ValidateOutput {
  readonly snapshotId: number | null;
  readonly checked: number;
  /** Names of the failed expectations, by severity. */
  readonly warnings: readonly string[];
  readonly stops: readonly string[];
  /** The lake's key of the whole report. */
  readonly reportKey: string;
  readonly reports: readonly ExpectationReport[];
}

/**
 * Checks the observations. `commit` stores a result for each expectation, replacing those of the same run; a failed `stop`
 * is no error yet: call `requireValid` on the reports once they are stored.
 */
export async function validate(context: ValidateContext): Promise<StageResult<ValidateOutput>> {
  const { store, asOfHour, presentHour, delayHours } = context;
  using engine = await openSqlEngine({ threads: context.threads });
  const loaded = await loadObservations(store, engine, { asOfHour, delayHours });
  const reports = await checkObservations({ engine, subject: { ...context.subject, presentHour } });
  const snapshotId = loaded.snapshotId ?? null;
  const report = await store.lake.putBytes(
    'validation',
    'json',
    canonicalJson({ snapshotId, asOfHour, delayHours, reports } as unknown as Json),
  );
  const failed = reports.filter((result) => !result.success);
  return {
    output: {
      snapshotId,
      checked: reports.length,
      warnings: failed.filter((result) => result.severity === 'warn').map((result) => result.expectation),
      stops: failed.filter((result) => result.severity === 'stop').map((result) => result.expectation),
      reportKey: report.key,
      reports,
    },
    commit: (transaction) => storeResults(transaction, { runId: context.runId, snapshotId, reports }),
  };
}

interface Results {
  readonly runId: string;
  readonly snapshotId: number | null;
  readonly reports: readonly ExpectationReport[];
}

async function storeResults(transaction: CatalogueTransaction, results: Results): Promise<void> {
  const { runId, snapshotId, reports } = results;
  await transaction.deleteFrom('expectation_result').where('run_id', '=', runId).execute();
  if (reports.length === 0) return;
  await transaction
    .insertInto('expectation_result')
    .values(
      reports.map(({ expectation, severity, success, ...details }) => ({
        run_id: runId,
        snapshot_id: snapshotId ?? 0,
        expectation,
        severity,
        success: success ? 1 : 0,
        details: canonicalJson(details as unknown as Json),
      })),
    )
    .execute();
}
