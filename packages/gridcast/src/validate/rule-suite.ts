/** Suites that users give: rules with parameters, for one relation. The form is Great Expectations' own, 1.x and 0.18. */
import { z } from 'zod';
import { closestName, GridcastError, type Json } from '../core/index.ts';
import type { Severity } from './expectation.ts';
import type { AnyRule } from './rule.ts';
import { findRule, rules } from './rules/index.ts';

/** One expectation of a user's suite, ready to be checked. */
export interface RuleExpectation {
  /** The rule's type and the columns it is about, numbered where that is not unique. */
  readonly name: string;
  readonly rule: AnyRule;
  /** As given, defaults left out. */
  readonly given: Readonly<Record<string, Json>>;
  /** As the rule reads them. */
  readonly kwargs: unknown;
  readonly severity: Severity;
}

export interface RuleSuite {
  readonly name: string;
  /** The relation that it is about; see `relationNames`. */
  readonly on: RelationName;
  readonly expectations: readonly RuleExpectation[];
}

/** Relations that a suite can be about. */
export const relationNames = ['observations', 'versions', 'raw', 'features', 'training'] as const;
export type RelationName = (typeof relationNames)[number];

/** True for the name of a relation. */
export function isRelationName(name: string): name is RelationName {
  return (relationNames as readonly string[]).includes(name);
}

const json = z.json();

/** Parameters of Great Expectations that say how a result is shown, not what must hold. */
const PRESENTATION = new Set([
  'result_format',
  'include_config',
  'catch_exceptions',
  'batch_id',
  'meta',
  'notes',
  'description',
  'id',
  'rendered_content',
]);

const expectationSchema = z
  .looseObject({
    type: z.string().optional(),
    expectation_type: z.string().optional(),
    kwargs: z.record(z.string(), json).default({}),
    severity: z.enum(['critical', 'warning', 'info', 'stop', 'warn']).nullish(),
    meta: z.record(z.string(), json).nullish(),
  })
  .refine((it) => (it.type ?? it.expectation_type) !== undefined, 'it has no type');

const suiteSchema = z
  .looseObject({
    name: z.string().min(1).optional(),
    expectation_suite_name: z.string().min(1).optional(),
    on: z.enum(relationNames).optional(),
    meta: z
      .looseObject({
        gridcast: z
          .looseObject({
            on: z.enum(relationNames).optional(),
            expectations: z.array(expectationSchema).default([]),
          })
          .optional(),
      })
      .nullish(),
    expectations: z.array(expectationSchema),
  })
  .refine((it) => (it.name ?? it.expectation_suite_name) !== undefined, 'it has no name');

type GivenExpectation = z.output<typeof expectationSchema>;

export interface ParseSuiteOptions {
  /** Where the suite stands, for messages. */
  readonly from: string;
  /** The relation, whatever the suite says. */
  readonly on?: string | undefined;
  /** Leaves unknown types and parameters out instead of refusing the suite. */
  readonly leaveOutUnknown?: boolean;
}

/** A suite as read, and what was left out of it, in words. */
export interface ParsedSuite {
  readonly suite: RuleSuite;
  readonly leftOut: readonly string[];
}

/**
 * Reads a suite. Severities `critical` (also: none) and `stop` stop the run; `warning`, `info` and `warn` are shown.
 *
 * @throws VALIDATE_SUITE_INVALID naming each thing that cannot be used, with the nearest known type
 */
export function parseSuite(value: unknown, options: ParseSuiteOptions): ParsedSuite {
  const parsed = suiteSchema.safeParse(value);
  if (!parsed.success) throw refused(options.from, [problemOf(parsed.error)]);
  const { data } = parsed;
  const problems: string[] = [];
  const names = new Map<string, number>();
  const expectations = [...data.expectations, ...(data.meta?.gridcast?.expectations ?? [])].flatMap(
    (given) => {
      const read = readExpectation(given);
      if (typeof read !== 'string') return [{ ...read, name: uniqueName(read, names) }];
      problems.push(read);
      return [];
    },
  );
  if (problems.length > 0 && options.leaveOutUnknown !== true) throw refused(options.from, problems);
  return {
    suite: {
      name: data.name ?? data.expectation_suite_name ?? '',
      on: relationOf(options, data.on ?? data.meta?.gridcast?.on),
      expectations,
    },
    leftOut: problems,
  };
}

function relationOf({ on, from }: ParseSuiteOptions, own: string | undefined): RelationName {
  const name = on ?? own ?? 'observations';
  if (isRelationName(name)) return name;
  throw refused(from, [`there is no relation ${name}; ${relationNames.join(', ')} are known`]);
}

function readExpectation(given: GivenExpectation): Omit<RuleExpectation, 'name'> | string {
  const type = given.type ?? given.expectation_type ?? '';
  const rule = findRule(type);
  if (rule === undefined) {
    const near = closestName(
      type,
      rules.map((known) => known.type),
    );
    return `${type} is not known${near === null ? '' : `, but ${near} is`}`;
  }
  const meant = Object.entries(given.kwargs).filter(([name]) => !PRESENTATION.has(name));
  const kwargs = Object.fromEntries(meant) as Record<string, Json>;
  const parsed = rule.kwargs.safeParse(kwargs);
  if (!parsed.success) return `${type}: ${problemOf(parsed.error)}`;
  const isWarning = ['warning', 'info', 'warn'].includes(given.severity ?? 'critical');
  return { rule, given: kwargs, kwargs: parsed.data, severity: isWarning ? 'warn' : 'stop' };
}

function uniqueName({ rule, kwargs }: Omit<RuleExpectation, 'name'>, names: Map<string, number>): string {
  const columns = rule.columns(kwargs);
  const name = columns.length === 0 ? rule.type : `${rule.type}(${columns.join(', ')})`;
  const times = (names.get(name) ?? 0) + 1;
  names.set(name, times);
  return times === 1 ? name : `${name} #${times}`;
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it cannot be read';
  if (issue.code === 'unrecognized_keys') return `there is no parameter ${issue.keys.join(', ')}`;
  return [issue.path.join('.'), issue.message].filter((part) => part !== '').join(': ');
}

function refused(from: string, problems: readonly string[]): GridcastError {
  return new GridcastError('VALIDATE_SUITE_INVALID', { from, problems });
}
