/** What the catalogue keeps of features: groups of columns, and the views that models read, as plain data. */

/** One column of a feature group. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: 'DOUBLE' | 'INTEGER';
  readonly unit: string;
  readonly meaning: string;
  /** A level: a model subtracts its anchor first. */
  readonly relative: boolean;
  /** How it is computed: the expression, or the fact it is read from. */
  readonly transformation: string;
}

/** `value`: the source's unit; `log`: logarithms; `linear`: units of the series' own daily movement. */
export type Scale = 'value' | 'log' | 'linear';

/** Columns that are computed together, from the same source, known at the same time. */
export interface GroupDefinition {
  readonly kind: 'group';
  readonly name: string;
  /** Raised with every change that is not additive; both stay in the catalogue. */
  readonly version: number;
  readonly meaning: string;
  readonly owner: string;
  readonly tags: readonly string[];
  /** What a row is of. */
  readonly entityKeys: readonly string[];
  readonly eventTime: string;
  /** When a row's values are known. */
  readonly knownAt: string;
  /** Groups that it is computed from, as name@version; none: raw input or the calendar. */
  readonly source: readonly string[];
  /** Expectations of the suite that guard its source. */
  readonly expectations: readonly string[];
  readonly columns: readonly ColumnDefinition[];
}

/** What a model reads: features of pinned group versions, the label, and the rows that may be asked for. */
export interface ViewDefinition {
  readonly kind: 'view';
  readonly name: string;
  readonly version: number;
  readonly meaning: string;
  readonly owner: string;
  readonly tags: readonly string[];
  /** Version by group name. */
  readonly groups: Readonly<Record<string, number>>;
  /** The columns that are read; absent: all of the groups. */
  readonly features?: readonly string[];
  /** The scales of its values, a block of rows each; absent: log and linear. */
  readonly scales?: readonly Scale[];
  /** As group@version.column. */
  readonly label: string;
  readonly spine: readonly string[];
  /** What happens to the columns between the groups and the model, by name. */
  readonly transforms: readonly string[];
}

export type Definition = GroupDefinition | ViewDefinition;

/** A definition's name with its version, as views, models and people refer to it. */
export function referenceOf({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${name}@${version}`;
}
