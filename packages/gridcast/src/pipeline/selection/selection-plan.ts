/** What a selection of columns is made of, settled before its first fit; its identity is the hash of it. */
import { closestName, GridcastError, hashJson, type Json } from '../../core/index.ts';
import { explainedColumns } from '../../features/index.ts';
import { applySettings, groupsOf, leavingOut, memberFeatures, type Settings } from '../../train/index.ts';
import type { RunContext } from '../run-context.ts';
import { covariateFacts, type LoadedEngine } from '../serving.ts';
import { settingsInForce } from '../tuning/in-force.ts';
import { identityOfFolds, planOnFolds, type PlanOnFolds } from '../tuning/plan-on-folds.ts';

/** What a person asks for. */
export interface SelectOptions {
  readonly folds: number;
  /** Columns and families that stay whatever they are worth. */
  readonly keep: readonly string[];
  readonly workers: number;
  /** What each worker may hold. */
  readonly memoryMiB: number;
}

export interface SelectionPlan extends PlanOnFolds {
  readonly id: string;
  /** What the id is made of; JSON-safe. */
  readonly inputs: Json;
  /** What trees are set to as of now. */
  readonly inForce: Settings;
  /** Columns that stay whatever they are worth. */
  readonly kept: readonly string[];
  /** The family of each column: the words in which a forecast is explained. */
  readonly familyOf: (column: string) => string;
}

/** Settles a selection from what is known at the context's origin. @throws TUNE_HISTORY_TOO_SHORT, SELECT_COLUMN_UNKNOWN */
export async function planSelection(
  context: RunContext,
  known: LoadedEngine,
  options: SelectOptions,
): Promise<SelectionPlan> {
  const plan = await planOnFolds(context, known, options.folds);
  const inForce = await settingsInForce(context, plan.terms);
  const covariates = covariateFacts(context);
  const explained = explainedColumns(covariates);
  const familyOf = (column: string): string => explained.get(column)?.group ?? column;
  const members = plan.members.map((member) => applySettings(member, leavingOut(inForce, [])));
  const columns = memberFeatures({ groups: groupsOf(members) }, covariates).map(({ name }) => name);
  const kept = keptColumns(options.keep, columns, familyOf);
  const inputs = { kept, inForce, ...(await identityOfFolds(context, plan)) };
  return { ...plan, id: hashJson({ selection: inputs }).slice(0, 32), inputs, inForce, kept, familyOf };
}

/** The columns that some names of columns and families stand for, in the order of the columns. */
function keptColumns(
  names: readonly string[],
  columns: readonly string[],
  familyOf: (column: string) => string,
): string[] {
  const known = [...new Set([...columns, ...columns.map(familyOf)])];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new GridcastError('SELECT_COLUMN_UNKNOWN', { name: unknown, closest: closestName(unknown, known) });
  return columns.filter((column) => names.includes(column) || names.includes(familyOf(column)));
}
