/** What a rule is: a kind of expectation with parameters, which speaks of any relation. */
import type { z } from 'zod';
import type { Json } from '../core/index.ts';
import type { Relation } from './relation.ts';

/** How an expectation came out before its failing rows are fetched. */
export interface Judgement {
  readonly success: boolean;
  /** What was seen, such as a mean or the columns. */
  readonly observed?: Json;
  /** Faults that concern no single row, in words. */
  readonly found?: readonly string[];
}

/** Looks at the columns alone; no row is read. */
export interface ColumnsPlan {
  readonly kind: 'columns';
  readonly judge: (relation: Relation) => Judgement;
}

/** Holds for each row or not; rows of one relation are checked in one pass with all other plans of this kind and the next. */
export interface RowsPlan {
  readonly kind: 'rows';
  /** SQL boolean: the rows that the rule speaks of. */
  readonly considered: string;
  /** SQL boolean: the row is as it should be; null counts as false. */
  readonly holds: string;
  /** SQL text: what stands in a failing row. */
  readonly found: string;
  /** A query of the same rows with more columns, where a row is judged beside others; costs a pass of its own. */
  readonly from?: string;
  /** The least share of considered rows that must hold, 0 to 1. */
  readonly mostly: number;
  /** True where `from` takes sums or means: one thread then takes them, so that their bits stay the same. */
  readonly sums?: boolean;
}

/** Values over all rows, then a judgement. */
export interface AggregatePlan {
  readonly kind: 'aggregate';
  /** SQL aggregates by name; each gives a number, text or boolean. */
  readonly values: Readonly<Record<string, string>>;
  readonly judge: (values: Readonly<Record<string, AggregateValue>>) => Judgement;
}

export type AggregateValue = number | string | boolean | null;

/** Looks for failing places by a query of its own: the relation's keys, `hour` (integer or null), `found` VARCHAR. */
export interface PlacesPlan {
  readonly kind: 'places';
  readonly query: string;
  /** A query of one number: the places that could fail; absent: no place may. */
  readonly considered?: string;
  readonly mostly?: number;
  /** SQL number over the query's columns: how many failures a place stands for; absent: one. */
  readonly weight?: string;
  /** The columns of the query that name the series; absent: none. */
  readonly keys?: readonly string[];
  /** True where the query takes sums or means; see `RowsPlan`. */
  readonly sums?: boolean;
}

export type Plan = ColumnsPlan | RowsPlan | AggregatePlan | PlacesPlan;

/** Which clean sample a proof starts from; see `prove/samples.ts`. */
export type SampleName = 'rows' | 'hours';

/** A sample that the rule passes, and what to do to it so that the rule must fail. */
export interface RuleProof {
  readonly sample: SampleName;
  readonly kwargs: Readonly<Record<string, Json>>;
  /** SQL on the table `sample`. */
  readonly fault: string;
}

/** One rule; its name and parameters are Great Expectations' own wherever that has it. */
export interface Rule<Kwargs = never> {
  readonly type: string;
  /** True where Great Expectations knows the type: such rules go into an exported suite. */
  readonly isShared: boolean;
  /** The statement in one sentence. */
  readonly states: string;
  readonly kwargs: z.ZodType<Kwargs>;
  /** The columns that must be there. */
  readonly columns: (kwargs: Kwargs) => readonly string[];
  /** How to check it. @throws Error with the reason where the parameters do not fit the columns */
  readonly plan: (kwargs: Kwargs, relation: Relation) => Plan;
  readonly proof: RuleProof;
}

/** A rule whose parameters' type is forgotten: `plan` and `columns` take what `kwargs` parsed. */
export type AnyRule = Rule<unknown>;

/** Declares a rule, keeping the type of its parameters inside. */
export function defineRule<Kwargs>(rule: Rule<Kwargs>): AnyRule {
  return rule as unknown as AnyRule;
}
