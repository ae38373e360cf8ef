/** Keeping and judging reports. */
import { canonicalJson, type Json } from '../core/index.ts';
import {
  addExpectationResults,
  recordExpectationResults,
  type CatalogueTransaction,
} from '../store/index.ts';
import type { ExpectationReport } from './expectation.ts';

export interface Results {
  readonly runId: string;
  readonly snapshotId: number | null;
  readonly reports: readonly ExpectationReport[];
}

/** Stores a result for each report: in place of all of the run, or (`add`) beside those of other names. */
export async function storeResults(
  transaction: CatalogueTransaction,
  results: Results,
  how: 'replace' | 'add' = 'replace',
): Promise<void> {
  const { runId, snapshotId, reports } = results;
  const record = how === 'add' ? addExpectationResults : recordExpectationResults;
  await record(
    transaction,
    runId,
    reports.map(({ expectation, severity, success, ...details }) => ({
      snapshot_id: snapshotId ?? 0,
      expectation,
      severity,
      success: success ? 1 : 0,
      details: canonicalJson(details as unknown as Json),
    })),
  );
}

/** Names of the expectations that fail, by severity. */
export function failedNames(reports: readonly ExpectationReport[]): {
  readonly warnings: readonly string[];
  readonly stops: readonly string[];
} {
  const failed = reports.filter((report) => !report.success);
  const named = (severity: string): string[] =>
    failed.filter((report) => report.severity === severity).map((report) => report.expectation);
  return { warnings: named('warn'), stops: named('stop') };
}
