/** A suite as Great Expectations 1.x writes it. */
import type { Json } from '../core/index.ts';
import type { RuleExpectation, RuleSuite } from './rule-suite.ts';

interface ExportedExpectation {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, Json>>;
  readonly severity: 'critical' | 'warning';
  readonly meta: Readonly<Record<string, Json>>;
}

/** The form of a suite's JSON file. */
export interface ExportedSuite {
  readonly name: string;
  readonly expectations: readonly ExportedExpectation[];
  readonly meta: {
    readonly gridcast: { readonly on: string; readonly expectations: readonly ExportedExpectation[] };
  };
}

/**
 * The suite as JSON that Great Expectations loads. Rules that only Gridcast has stand in `meta.gridcast`, which it keeps and
 * `parseSuite` reads, so that nothing is lost on the way there and back.
 */
export function exportSuite(suite: RuleSuite): ExportedSuite {
  const shared = suite.expectations.filter(({ rule }) => rule.isShared);
  const own = suite.expectations.filter(({ rule }) => !rule.isShared);
  return {
    name: suite.name,
    expectations: shared.map(exported),
    meta: { gridcast: { on: suite.on, expectations: own.map(exported) } },
  };
}

function exported({ rule, given, severity }: RuleExpectation): ExportedExpectation {
  return {
    type: rule.type,
    kwargs: given,
    severity: severity === 'stop' ? 'critical' : 'warning',
    meta: {},
  };
}
