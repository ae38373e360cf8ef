/** What each column, and each family of columns, is worth to trees that read all of a set. */
import type { FoldMeasure } from '../tuning/fit-fold.ts';
import { estimate, type Estimate } from './estimate.ts';
import type { OriginScorer } from './origin-scores.ts';

/** What is lost without a column or a family: MASE with its values moved to other rows minus MASE, over origins out of sample. */
export interface ColumnImportance extends Estimate {
  /** The column or the family. */
  readonly name: string;
  /** Share of what all splits gained, on rows that were learnt from; beside the measurement, it decides nothing. */
  readonly gainShare: number;
}

/** One set of columns, fitted and scored on every fold; JSON-safe. */
export interface SelectionStep {
  /** 0 is all columns. */
  readonly number: number;
  readonly columns: readonly string[];
  /** MASE of each origin, fold by fold. */
  readonly mase: readonly number[];
  readonly importances: readonly ColumnImportance[];
  /** Families of more than one of the columns; one alone is worth what its column is. */
  readonly families: readonly (ColumnImportance & { readonly columns: readonly string[] })[];
}

/** What is moved together: each column alone, then the families. */
export interface Units {
  readonly columns: readonly string[];
  readonly families: readonly { readonly name: string; readonly columns: readonly string[] }[];
}

/** The columns of a set and its families of more than one, in the order of their first columns. */
export function unitsOf(columns: readonly string[], familyOf: (column: string) => string): Units {
  const families = [...new Set(columns.map(familyOf))].map((name) => ({
    name,
    columns: columns.filter((column) => familyOf(column) === name),
  }));
  return { columns, families: families.filter((family) => family.columns.length > 1) };
}

/** The sets of columns that a fold moves, in the order in which it answers. */
export function movedSets({ columns, families }: Units): readonly (readonly string[])[] {
  return [...columns.map((name) => [name]), ...families.map((family) => family.columns)];
}

/** Sums up what the folds said of one set of columns. */
export function summariseFolds(
  number: number,
  units: Units,
  folds: readonly { readonly measure: FoldMeasure; readonly score: OriginScorer }[],
): SelectionStep {
  const base = folds.map(({ measure, score }) => score(measure.differences));
  const rises = (unit: number): number[] =>
    folds.flatMap(({ measure, score }, fold) => {
      const own = base[fold] as Float64Array;
      const moved = measure.moved[unit]?.map(score);
      return Array.from(own, (mase, origin) => (moved === undefined ? 0 : meanAt(moved, origin) - mase));
    });
  const gains = gainShares(
    units.columns.length,
    folds.map(({ measure }) => measure.gain),
  );
  const shareOf = (columns: readonly string[]): number =>
    columns.reduce((sum, name) => sum + (gains[units.columns.indexOf(name)] ?? 0), 0);
  const importance = (name: string, columns: readonly string[], unit: number): ColumnImportance => ({
    name,
    ...estimate(rises(unit)),
    gainShare: shareOf(columns),
  });
  const { length } = units.columns;
  return {
    number,
    columns: units.columns,
    mase: base.flatMap((scores) => Array.from(scores)),
    importances: units.columns.map((name, place) => importance(name, [name], place)),
    families: units.families.map(({ name, columns }, place) => ({
      ...importance(name, columns, length + place),
      columns,
    })),
  };
}

function meanAt(lists: readonly Float64Array[], place: number): number {
  return lists.reduce((sum, list) => sum + (list[place] as number), 0) / lists.length;
}

/** The share of each column in the gain of all, over all folds. */
function gainShares(columns: number, gains: readonly Float64Array[]): number[] {
  const sums = Array.from({ length: columns }, (_, place) =>
    gains.reduce((sum, gain) => sum + (gain[place] ?? 0), 0),
  );
  const total = sums.reduce((sum, one) => sum + one, 0);
  return sums.map((sum) => (total > 0 ? sum / total : 0));
}
