/** What the data docs show: the newest checked run, expectation by expectation, with how the runs before it came out. */
import { z } from 'zod';
import { isoOfHour } from '../../core/index.ts';
import type { Catalogue } from '../../store/index.ts';
import type { ExpectationReport } from '../expectation.ts';

/** Runs in the history, the newest included. */
const HISTORY_RUNS = 14;

const detailsSchema = z.looseObject({
  states: z.string().default(''),
  failures: z.number().default(0),
  examples: z
    .array(
      z.looseObject({
        key: z.array(z.string()).default([]),
        hour: z.string().optional(),
        row: z.number().optional(),
        found: z.string().default(''),
      }),
    )
    .default([]),
  suite: z.string().optional(),
  relation: z.string().optional(),
  type: z.string().optional(),
  kwargs: z.json().optional(),
  observed: z.json().optional(),
  considered: z.number().optional(),
});

type StoredDetails = Omit<ExpectationReport, 'expectation' | 'severity' | 'success'>;

/** How an expectation came out in one run; `absent`: it was not checked there. */
export type PastOutcome = 'passed' | 'failed' | 'absent';

/** A report with its past. */
export interface DocsExpectation extends Omit<ExpectationReport, 'expectation'> {
  readonly name: string;
  /** Oldest first, one an item of `DocsData.runs`. */
  readonly history: readonly PastOutcome[];
}

export interface DocsSuite {
  readonly name: string;
  readonly relation: string;
  readonly expectations: readonly DocsExpectation[];
}

export interface DocsRun {
  readonly id: string;
  /** The logical hour as ISO text. */
  readonly asOf: string;
}

export interface DocsData {
  readonly title: string;
  /** The unit and credit that stand beside the numbers; may be empty. */
  readonly credit: string;
  /** Oldest first; the last is the one shown. */
  readonly runs: readonly DocsRun[];
  readonly suites: readonly DocsSuite[];
}

/** Reads the newest checked run and those before it; undefined where nothing was checked yet. */
export async function readDocsData(
  catalogue: Catalogue,
  about: Pick<DocsData, 'title' | 'credit'>,
): Promise<DocsData | undefined> {
  const runs = await newestRuns(catalogue);
  const shown = runs.at(-1);
  if (shown === undefined) return undefined;
  const ids = runs.map(({ id }) => id);
  const rows = await catalogue
    .selectFrom('expectation_result')
    .selectAll()
    .where('run_id', 'in', ids)
    .orderBy('id')
    .execute();
  const outcomes = new Map(rows.map((row) => [`${row.run_id} ${row.expectation}`, row.success === 1]));
  const expectations = rows
    .filter((row) => row.run_id === shown.id)
    .map((row): DocsExpectation => ({
      ...(detailsSchema.parse(JSON.parse(row.details)) as StoredDetails),
      name: row.expectation,
      severity: row.severity,
      success: row.success === 1,
      history: ids.map((id) => pastOutcome(outcomes.get(`${id} ${row.expectation}`))),
    }));
  return { ...about, runs, suites: bySuite(expectations) };
}

async function newestRuns(catalogue: Catalogue): Promise<readonly DocsRun[]> {
  const rows = await catalogue
    .selectFrom('expectation_result')
    .innerJoin('run', 'run.id', 'expectation_result.run_id')
    .select((e) => [
      'run.id as id',
      'run.logical_hour as hour',
      e.fn.max('expectation_result.id').as('newest'),
    ])
    .groupBy(['run.id', 'run.logical_hour'])
    .orderBy('newest', 'desc')
    .limit(HISTORY_RUNS)
    .execute();
  return rows.toReversed().map(({ id, hour }) => ({ id, asOf: isoOfHour(hour) }));
}

function pastOutcome(success: boolean | undefined): PastOutcome {
  if (success === undefined) return 'absent';
  return success ? 'passed' : 'failed';
}

function bySuite(expectations: readonly DocsExpectation[]): readonly DocsSuite[] {
  const suites = new Map<string, DocsExpectation[]>();
  for (const expectation of expectations) {
    const name = expectation.suite ?? 'source';
    const there = suites.get(name);
    if (there === undefined) suites.set(name, [expectation]);
    else there.push(expectation);
  }
  return [...suites].map(([name, items]) => ({
    name,
    relation: items[0]?.relation ?? 'observations',
    expectations: items,
  }));
}
