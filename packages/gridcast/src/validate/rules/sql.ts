/** SQL that rules share: literals by a column's type, missing values, bounds. */
import { quoteIdentifier, quoteText } from '../../store/index.ts';
import { findColumn, type Relation, type RelationColumn } from '../relation.ts';

/** A value as a suite gives it. */
export type Scalar = number | string | boolean;

const NUMBERS =
  /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|INTEGER|UINTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/u;

export const isNumeric = ({ type }: RelationColumn): boolean => NUMBERS.test(type);
export const isText = ({ type }: RelationColumn): boolean => type === 'VARCHAR';
export const isTime = ({ type }: RelationColumn): boolean => /^(?:TIMESTAMP|DATE|TIME\b)/u.test(type);

/** The column; the caller has checked that it is there. */
export function getColumn(relation: Relation, name: string): RelationColumn {
  const column = findColumn(relation, name);
  if (column === undefined) throw new Error(`there is no column ${name}`);
  return column;
}

/** SQL boolean: the cell has a value. NaN counts as missing, as in pandas. */
export function isPresent(column: RelationColumn): string {
  const name = quoteIdentifier(column.name);
  const isFloat = column.type === 'DOUBLE' || column.type === 'FLOAT';
  return isFloat ? `(${name} IS NOT NULL AND NOT isnan(${name}))` : `(${name} IS NOT NULL)`;
}

/** A column that must hold numbers. */
export function numericColumn(relation: Relation, name: string): RelationColumn {
  const column = getColumn(relation, name);
  if (!isNumeric(column)) throw new Error(`column ${name} is ${column.type}, but numbers are wanted`);
  return column;
}

/** A value as SQL of the column's type. @throws Error where it is of another kind */
export function literalFor(column: RelationColumn, value: Scalar): string {
  if (isNumeric(column) && typeof value === 'number') return numberLiteral(value);
  if (isText(column) && typeof value === 'string') return quoteText(value);
  if (isTime(column) && typeof value === 'string') return `${quoteText(value)}::${column.type}`;
  if (column.type === 'BOOLEAN' && typeof value === 'boolean') return String(value);
  throw new Error(
    `column ${column.name} is ${column.type}, but ${JSON.stringify(value)} is not of that kind`,
  );
}

/** A number as SQL of a DOUBLE with these very bits. */
export function numberLiteral(value: number): string {
  return `${quoteText(String(value))}::DOUBLE`;
}

/** The values that can occur in the column as an SQL list for IN; undefined where none can. */
export function setLiteral(column: RelationColumn, values: readonly (Scalar | null)[]): string | undefined {
  const fitting = values.flatMap((value) => {
    if (value === null) return [];
    try {
      return [literalFor(column, value)];
    } catch {
      return [];
    }
  });
  return fitting.length === 0 ? undefined : `(${fitting.join(', ')})`;
}

/** SQL boolean: the cell is one of the values. */
export function isIn(column: RelationColumn, values: readonly (Scalar | null)[]): string {
  const set = setLiteral(column, values);
  return set === undefined ? 'false' : `${quoteIdentifier(column.name)} IN ${set}`;
}

export interface Bounds {
  readonly min_value?: Scalar | null | undefined;
  readonly max_value?: Scalar | null | undefined;
  readonly strict_min: boolean;
  readonly strict_max: boolean;
}

/** SQL boolean: the expression lies within the bounds, each made SQL by `literal`; null where the expression is null. */
export function isWithin(expression: string, bounds: Bounds, literal: (value: Scalar) => string): string {
  const { min_value: min, max_value: max, strict_min: strictMin, strict_max: strictMax } = bounds;
  const terms: string[] = [];
  if (min !== undefined && min !== null)
    terms.push(`${expression} ${strictMin ? '>' : '>='} ${literal(min)}`);
  if (max !== undefined && max !== null)
    terms.push(`${expression} ${strictMax ? '<' : '<='} ${literal(max)}`);
  return terms.length === 0 ? `${expression} IS NOT NULL` : `(${terms.join(' AND ')})`;
}

/** A bound as SQL of a number. @throws Error where it is none */
export function numberBound(value: Scalar): string {
  if (typeof value !== 'number') throw new Error(`the bound ${JSON.stringify(value)} is no number`);
  return numberLiteral(value);
}

/** SQL: the value of an aggregate in a form that JSON has. */
export function jsonValue(expression: string, column: RelationColumn): string {
  return isNumeric(column) ? `(${expression})::DOUBLE` : `(${expression})::VARCHAR`;
}

/** SQL text: a cell with its name. */
export function cellText(...names: readonly string[]): string {
  return names
    .map((name) => `${quoteText(`${name} is `)} || coalesce(${quoteIdentifier(name)}::VARCHAR, 'null')`)
    .join(` || ', ' || `);
}
