/** Proof that every check can fail: it passes a clean sample and rejects a spoiled one. */
import { GridcastError } from '../../core/index.ts';
import { openSqlEngine, type SqlEngine } from '../../store/index.ts';
import { checkObservations } from '../check-observations.ts';
import { checkRelation } from '../check-relation.ts';
import type { Expectation, ExpectationReport } from '../expectation.ts';
import type { AnyRule } from '../rule.ts';
import { rules } from '../rules/index.ts';
import { parseSuite } from '../rule-suite.ts';
import { expectations } from '../suite.ts';
import { loadPanel, loadSample, panelSubject } from './samples.ts';

/** What one check made of its two samples. */
export interface Proof {
  readonly check: string;
  readonly passesClean: boolean;
  readonly rejectsSpoiled: boolean;
  /** Failures in the spoiled sample, with the first in words. */
  readonly failures: number;
  readonly first: string;
}

/** The checks to be proven; default: all there are. */
export interface ProveOptions {
  readonly expectations?: readonly Expectation[];
  readonly rules?: readonly AnyRule[];
}

/** Runs every check on its clean and on its spoiled sample. */
export async function prove(options: ProveOptions = {}): Promise<readonly Proof[]> {
  using engine = await openSqlEngine({ threads: 1 });
  const proofs: Proof[] = [];
  for (const expectation of options.expectations ?? expectations) {
    proofs.push(
      proofOf(expectation.name, [
        await checkPanel(engine, expectation, ''),
        await checkPanel(engine, expectation, expectation.fault),
      ]),
    );
  }
  for (const rule of options.rules ?? rules) {
    proofs.push(
      proofOf(rule.type, [
        await checkSample(engine, rule, ''),
        await checkSample(engine, rule, rule.proof.fault),
      ]),
    );
  }
  return proofs;
}

async function checkPanel(
  engine: SqlEngine,
  expectation: Expectation,
  fault: string,
): Promise<ExpectationReport | undefined> {
  await loadPanel(engine);
  if (fault !== '') await engine.run(fault);
  return (await checkObservations({ engine, subject: panelSubject }, [expectation]))[0];
}

async function checkSample(
  engine: SqlEngine,
  rule: AnyRule,
  fault: string,
): Promise<ExpectationReport | undefined> {
  const { sample, kwargs } = rule.proof;
  const relation = await loadSample(engine, sample, fault);
  const given = { name: 'proof', expectations: [{ type: rule.type, kwargs }] };
  const { suite } = parseSuite(given, { from: `the proof of ${rule.type}` });
  return (await checkRelation(engine, relation, suite))[0];
}

type Samples = readonly [clean: ExpectationReport | undefined, spoiled: ExpectationReport | undefined];

/** A check that could not run on the spoiled sample has not seen its fault. */
function proofOf(check: string, [clean, spoiled]: Samples): Proof {
  const first = spoiled?.examples[0];
  const couldRun = first?.found.startsWith('could not be checked') !== true;
  return {
    check,
    passesClean: clean?.success === true,
    rejectsSpoiled: spoiled?.success === false && couldRun,
    failures: spoiled?.failures ?? 0,
    first:
      first === undefined ? '' : [...first.key, first.hour, first.found].filter((part) => part).join(' '),
  };
}

/** @throws VALIDATE_UNPROVEN naming the checks that do not tell their samples apart */
export function requireProven(proofs: readonly Proof[]): void {
  const unproven = proofs.filter((proof) => !proof.passesClean || !proof.rejectsSpoiled);
  if (unproven.length > 0) {
    throw new GridcastError('VALIDATE_UNPROVEN', { expectations: unproven.map(({ check }) => check) });
  }
}
