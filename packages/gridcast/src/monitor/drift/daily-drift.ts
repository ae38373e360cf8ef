/** The drift report of a day: the weeks before it, once for each kind of statistics. */
import { canonicalJson, type HourUtc, type Json } from '../../core/index.ts';
import { featureColumns, referenceOf, servingView } from '../../features/index.ts';
import { listDrift, putDrift, type SqlEngine, type StatisticsKind, type Store } from '../../store/index.ts';
import { knownDays } from '../statistics/read.ts';
import type { Commit } from '../statistics/record.ts';
import { measureDrift, type DriftReport, type MeasureDriftOptions } from './measure-drift.ts';
import { usualWindow } from './references.ts';

export const statisticsKinds = [
  'observations',
  'features',
  'predictions',
] as const satisfies readonly StatisticsKind[];

/** Features that read no observation follow the calendar: they move, and do not drift. */
const calendar = new Set(
  featureColumns.filter(({ newestHour }) => newestHour(0, 0) === undefined).map(({ name }) => name),
);

/** What a kind of statistics is judged by. */
export function judgement(kind: StatisticsKind): Pick<MeasureDriftOptions, 'version' | 'isJudged'> {
  if (kind !== 'features') return {};
  return {
    version: referenceOf(servingView),
    isJudged: (subject) => !calendar.has(subject.slice(subject.indexOf(' ') + 1)),
  };
}

export interface DailyDriftInput {
  readonly store: Store;
  readonly engine: SqlEngine;
  readonly origin: HourUtc;
  readonly delayHours: number;
  readonly runId: string;
}

export interface DailyDrift {
  readonly output: { readonly [kind: string]: Json };
  readonly commit: Commit;
}

/**
 * Measures drift where the day of the origin has no report yet; undefined where it has. The window ends with the last day of
 * which all hours can be known.
 */
export async function measureDailyDrift(input: DailyDriftInput): Promise<DailyDrift | undefined> {
  const { store, engine, origin, delayHours, runId } = input;
  const today = Math.floor(origin / 24);
  if ((await listDrift(store.catalogue, { day: today, limit: 1 })).total > 0) return undefined;
  const commits: Commit[] = [];
  const output: Record<string, Json> = {};
  for (const kind of statisticsKinds) {
    const to = kind === 'observations' ? Math.floor((origin - delayHours) / 24) : today;
    const report = await measureDrift({
      store,
      engine,
      kind,
      window: usualWindow(to, await knownDays(store, kind)),
      ...judgement(kind),
    });
    const drifting = driftingOf(report);
    output[kind] = { subjects: report.subjects.length, drifting };
    const { key } = await store.lake.putBytes('reports', 'json', canonicalJson(report as unknown as Json));
    commits.push((transaction) =>
      putDrift(transaction, {
        kind,
        day: today,
        subjects: report.subjects.length,
        drifting: drifting.length,
        object_key: key,
        run_id: runId,
      }),
    );
  }
  return {
    output,
    commit: async (transaction) => {
      for (const commit of commits) await commit(transaction);
    },
  };
}

function driftingOf({ subjects }: DriftReport): string[] {
  return subjects.filter(({ verdict }) => verdict === 'drift').map(({ subject }) => subject);
}
