/** Checks a user's suite on a relation: one pass for all that can share it, and one for each that cannot. */
import { closestName, reasonOf } from '../core/index.ts';
import { quoteIdentifier, type SqlEngine } from '../store/index.ts';
import type { ExpectationReport, Failure } from './expectation.ts';
import { findColumn, type Relation } from './relation.ts';
import type { AggregatePlan, AggregateValue, Judgement, Plan, PlacesPlan, RowsPlan } from './rule.ts';
import { failingPlaces, failingRowsOf } from './rule-examples.ts';
import type { RuleExpectation, RuleSuite } from './rule-suite.ts';

/** Aggregates in one query at most. */
const PASS_SIZE = 200;

type Outcome = Omit<
  ExpectationReport,
  'expectation' | 'states' | 'severity' | 'suite' | 'relation' | 'type' | 'kwargs'
>;

interface Planned {
  readonly expectation: RuleExpectation;
  /** A reason why it cannot be checked, or how it is. */
  readonly plan: Plan | string;
}

/**
 * Checks each expectation of the suite, in its order. One that cannot be checked (a column is not there, or of another
 * kind) fails and says why. Sums are taken by one thread, so that their bits do not depend on how many there are.
 */
export async function checkRelation(
  engine: SqlEngine,
  relation: Relation,
  suite: RuleSuite,
): Promise<readonly ExpectationReport[]> {
  const planned = suite.expectations.map((expectation) => ({
    expectation,
    plan: planOf(expectation, relation),
  }));
  const passes = await withOneThread(engine, () => measureTogether(engine, relation, planned));
  const reports: ExpectationReport[] = [];
  for (const item of planned) {
    const check = (): Promise<Outcome> => outcomeOf({ engine, relation, passes }, item);
    const outcome = await (takesSums(item.plan) ? withOneThread(engine, check) : check());
    reports.push(describe(suite, item.expectation, outcome));
  }
  return reports;
}

function takesSums(plan: Plan | string): boolean {
  return typeof plan !== 'string' && 'sums' in plan && plan.sums;
}

async function withOneThread<T>(engine: SqlEngine, work: () => Promise<T>): Promise<T> {
  const [{ threads } = { threads: 1n }] = await engine.rows<{ threads: bigint }>(
    `SELECT current_setting('threads') AS threads`,
  );
  await engine.run('SET threads = 1');
  try {
    return await work();
  } finally {
    await engine.run(`SET threads = ${threads}`);
  }
}

function describe(suite: RuleSuite, expectation: RuleExpectation, outcome: Outcome): ExpectationReport {
  const { name, rule, given, severity } = expectation;
  return {
    expectation: `${suite.name}: ${name}`,
    states: rule.states,
    severity,
    suite: suite.name,
    relation: suite.on,
    type: rule.type,
    kwargs: given,
    ...outcome,
  };
}

function planOf({ rule, kwargs }: RuleExpectation, relation: Relation): Plan | string {
  for (const name of rule.columns(kwargs)) {
    if (findColumn(relation, name) !== undefined) continue;
    const names = relation.columns.map((column) => column.name);
    const near = closestName(name, names);
    return `there is no column ${name}${near === null ? '' : `; did you mean ${near}?`}`;
  }
  try {
    return rule.plan(kwargs, relation);
  } catch (thrown) {
    return reasonOf(thrown);
  }
}

interface Measured {
  readonly engine: SqlEngine;
  readonly relation: Relation;
  /** Aggregates by plan; plans with a query of their own are not there. */
  readonly passes: ReadonlyMap<Plan, Readonly<Record<string, AggregateValue>>>;
}

/** The aggregates of every plan that reads the relation as it is, in as few queries as there can be. */
async function measureTogether(
  engine: SqlEngine,
  relation: Relation,
  planned: readonly Planned[],
): Promise<Measured['passes']> {
  const plans = planned.flatMap(({ plan }) =>
    typeof plan !== 'string' &&
    (plan.kind === 'aggregate' || (plan.kind === 'rows' && plan.from === undefined))
      ? [plan]
      : [],
  );
  const passes = new Map<Plan, Readonly<Record<string, AggregateValue>>>();
  for (let start = 0; start < plans.length; start += PASS_SIZE) {
    const pass = plans.slice(start, start + PASS_SIZE);
    const rows = await measure(engine, relation.from, pass).catch(() => undefined);
    // one that cannot be computed spoils the pass of all: then each has its own, and only that one fails
    for (const [index, plan] of pass.entries()) if (rows !== undefined) passes.set(plan, rows[index] ?? {});
  }
  return passes;
}

function aggregatesOf(plan: AggregatePlan | RowsPlan): Readonly<Record<string, string>> {
  if (plan.kind === 'aggregate') return plan.values;
  return {
    considered: `(count(*) FILTER (WHERE ${plan.considered}))::DOUBLE`,
    failures: `(count(*) FILTER (WHERE ${failingCondition(plan)}))::DOUBLE`,
  };
}

/** SQL boolean of a failing row. */
function failingCondition({ considered, holds }: RowsPlan): string {
  return `${considered} AND NOT coalesce((${holds}), false)`;
}

async function measure(
  engine: SqlEngine,
  from: string,
  plans: readonly (AggregatePlan | RowsPlan)[],
): Promise<readonly Readonly<Record<string, AggregateValue>>[]> {
  const terms = plans.flatMap((plan, index) =>
    Object.entries(aggregatesOf(plan)).map(([name, sql]) => ({ index, name, sql })),
  );
  const selected = terms.map(({ index, name, sql }) => `${sql} AS ${quoteIdentifier(`${index}_${name}`)}`);
  const [row = {}] = await engine.rows<Record<string, AggregateValue>>(
    `SELECT ${selected.join(', ')} FROM ${from}`,
  );
  return plans.map((plan, index) =>
    Object.fromEntries(
      Object.keys(aggregatesOf(plan)).map((name) => [name, plainValue(row[`${index}_${name}`])]),
    ),
  );
}

function plainValue(value: AggregateValue | undefined): AggregateValue {
  return value === undefined || (typeof value === 'number' && Number.isNaN(value)) ? null : value;
}

async function outcomeOf(measured: Measured, { plan }: Planned): Promise<Outcome> {
  if (typeof plan === 'string') return unchecked(plan);
  try {
    if (plan.kind === 'columns') return judged(plan.judge(measured.relation));
    if (plan.kind === 'places') return await placesOutcome(measured.engine, plan);
    const { engine, relation, passes } = measured;
    const from = plan.kind === 'rows' && plan.from !== undefined ? `(${plan.from})` : relation.from;
    const values = passes.get(plan) ?? (await measure(engine, from, [plan]))[0] ?? {};
    return plan.kind === 'aggregate'
      ? judged(plan.judge(values))
      : await rowsOutcome({ engine, relation, plan, from }, values);
  } catch (thrown) {
    return unchecked(reasonOf(thrown));
  }
}

interface RowsCheck {
  readonly engine: SqlEngine;
  readonly relation: Relation;
  readonly plan: RowsPlan;
  readonly from: string;
}

async function rowsOutcome(
  { engine, relation, plan, from }: RowsCheck,
  values: Readonly<Record<string, AggregateValue>>,
): Promise<Outcome> {
  const [considered, failures] = [Number(values['considered'] ?? 0), Number(values['failures'] ?? 0)];
  const wrong = { from, where: failingCondition(plan), found: plan.found };
  return {
    success: holdsMostly(considered, failures, plan.mostly),
    considered,
    failures,
    examples: failures === 0 ? [] : await failingRowsOf(engine, relation, wrong),
  };
}

async function placesOutcome(engine: SqlEngine, plan: PlacesPlan): Promise<Outcome> {
  const { failures, examples } = await failingPlaces(engine, plan);
  if (plan.considered === undefined) return { success: failures === 0, failures, examples };
  const [row = {}] = await engine.rows<Record<string, unknown>>(
    `SELECT (${plan.considered})::DOUBLE AS considered`,
  );
  const considered = Number(row['considered'] ?? 0);
  return { success: holdsMostly(considered, failures, plan.mostly ?? 1), considered, failures, examples };
}

/** True where the share of what holds is large enough; of nothing all holds. */
function holdsMostly(considered: number, failures: number, mostly: number): boolean {
  return considered === 0 ? failures === 0 : (considered - failures) / considered >= mostly;
}

function judged({ success, observed, found = [] }: Judgement): Outcome {
  return {
    success,
    failures: success ? 0 : Math.max(1, found.length),
    examples: found.slice(0, 20).map((text) => ({ key: [], found: text })),
    ...(observed === undefined ? {} : { observed }),
  };
}

function unchecked(reason: string): Outcome {
  const example: Failure = { key: [], found: `could not be checked: ${reason}` };
  return { success: false, failures: 1, examples: [example] };
}
