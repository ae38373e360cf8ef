/** The validate stage: the source's own suite and the user's over what is known at the as-of. */
import { canonicalJson, type HourUtc, type Json } from '../core/index.ts';
import {
  loadObservations,
  openSqlEngine,
  type SqlEngine,
  type StageResult,
  type Store,
} from '../store/index.ts';
import { checkObservations } from './check-observations.ts';
import { checkRelation } from './check-relation.ts';
import type { ExpectationReport, ValidationSubject } from './expectation.ts';
import { openObservations } from './observation-relations.ts';
import type { Relation } from './relation.ts';
import { failedNames, storeResults } from './results.ts';
import type { RuleSuite } from './rule-suite.ts';

export interface ValidateContext {
  readonly store: Store;
  /** What the source declares; the present hour is the stage's own. */
  readonly subject: Omit<ValidationSubject, 'presentHour'>;
  /** The user's suites on `observations`, `versions` and `raw`; others are left alone. Default: none. */
  readonly suites?: readonly RuleSuite[];
  /** Loads the source's raw table into the engine; called only where a suite is about it. */
  readonly openRaw?: (engine: SqlEngine) => Promise<Relation>;
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
  const own = await checkObservations({ engine, subject: { ...context.subject, presentHour } });
  const reports = [...own, ...(await checkSuites(context, engine))];
  const snapshotId = loaded.snapshotId ?? null;
  const report = await store.lake.putBytes(
    'validation',
    'json',
    canonicalJson({ snapshotId, asOfHour, delayHours, reports } as unknown as Json),
  );
  return {
    output: {
      snapshotId,
      checked: reports.length,
      ...failedNames(reports),
      reportKey: report.key,
      reports,
    },
    commit: (transaction) => storeResults(transaction, { runId: context.runId, snapshotId, reports }),
  };
}

async function checkSuites(
  { suites = [], subject, openRaw }: ValidateContext,
  engine: SqlEngine,
): Promise<readonly ExpectationReport[]> {
  const keyNames = subject.keys.map(({ name }) => name);
  const openers: Readonly<Record<string, (() => Promise<Relation>) | undefined>> = {
    observations: () => openObservations(engine, 'observations', keyNames),
    versions: () => openObservations(engine, 'versions', keyNames),
    raw: openRaw === undefined ? undefined : () => openRaw(engine),
  };
  const reports: ExpectationReport[] = [];
  for (const suite of suites) {
    const open = openers[suite.on];
    if (open !== undefined) reports.push(...(await checkRelation(engine, await open(), suite)));
  }
  return reports;
}
