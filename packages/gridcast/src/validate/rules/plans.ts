/** Plans that many rules share. */
import type { z } from 'zod';
import type { Json } from '../../core/index.ts';
import type { Relation, RelationColumn } from '../relation.ts';
import {
  defineRule,
  type AggregatePlan,
  type AnyRule,
  type ColumnsPlan,
  type RowsPlan,
  type RuleProof,
} from '../rule.ts';
import { withBounds, column as columnKwarg } from './kwargs.ts';
import { cellText, getColumn, isPresent, isWithin, jsonValue, numericColumn, type Scalar } from './sql.ts';
import { isOfType } from './type-names.ts';

/** A statement about each cell of a column; missing cells are passed over. */
export function cellsPlan(
  column: RelationColumn,
  options: Pick<RowsPlan, 'holds' | 'mostly' | 'from' | 'sums'>,
): RowsPlan {
  return {
    kind: 'rows',
    considered: isPresent(column),
    found: cellText(column.name),
    ...options,
  };
}

/** A statement about the type of a column, one of some names. */
export function typePlan(name: string, wanted: readonly string[]): ColumnsPlan {
  return {
    kind: 'columns',
    judge: (relation) => {
      const { type } = getColumn(relation, name);
      const success = wanted.some((one) => isOfType(type, one));
      return { success, observed: type, found: success ? [] : [`${name} is ${type}`] };
    },
  };
}

/** A statement about one aggregate value, with an SQL boolean that says whether it holds. */
export function valuePlan(observed: string, holds: string): AggregatePlan {
  return {
    kind: 'aggregate',
    values: { observed, holds },
    judge: ({ observed: seen, holds: isHeld }) => ({
      success: isHeld === true,
      observed: seen ?? null,
      found: isHeld === true ? [] : [seen === null ? 'there is no value' : `it is ${String(seen)}`],
    }),
  };
}

interface AggregateBetween {
  readonly type: string;
  readonly states: string;
  /** The aggregate over the present cells of the column, given by name in SQL. */
  readonly aggregate: (column: RelationColumn, present: string) => string;
  readonly literal: (value: Scalar, column: RelationColumn) => string;
  /** The column as the aggregate needs it; default: numbers. */
  readonly readColumn?: (relation: Relation, name: string) => RelationColumn;
  /** How the value is shown; default: a number. */
  readonly show?: (expression: string, column: RelationColumn) => string;
  readonly proof: Omit<RuleProof, 'sample'>;
}

/** A rule that an aggregate of a column lies between two bounds. */
export function aggregateBetween(options: AggregateBetween): AnyRule {
  const { type, states, aggregate, literal, readColumn = numericColumn, show = jsonValue, proof } = options;
  return defineRule({
    type,
    isShared: true,
    states,
    kwargs: withBounds(columnKwarg),
    columns: (kwargs) => [kwargs.column],
    plan: (kwargs, relation) => {
      const column = readColumn(relation, kwargs.column);
      const expression = aggregate(column, isPresent(column));
      return valuePlan(
        show(expression, column),
        isWithin(expression, kwargs, (value) => literal(value, column)),
      );
    },
    proof: { sample: 'rows', ...proof },
  });
}

interface CellsRule<Kwargs extends { readonly column: string; readonly mostly: number }> {
  readonly type: string;
  readonly states: string;
  readonly kwargs: z.ZodType<Kwargs>;
  readonly holds: (column: RelationColumn, kwargs: Kwargs) => string;
  readonly proof: { readonly kwargs: Readonly<Record<string, Json>>; readonly fault: string };
}

/** A rule about each present cell of one column. */
export function cellsRule<Kwargs extends { readonly column: string; readonly mostly: number }>(
  options: CellsRule<Kwargs>,
): AnyRule {
  const { type, states, kwargs, holds, proof } = options;
  return defineRule<Kwargs>({
    type,
    isShared: true,
    states,
    kwargs,
    columns: (given) => [given.column],
    plan: (given, relation) => {
      const column = getColumn(relation, given.column);
      return cellsPlan(column, { holds: holds(column, given), mostly: given.mostly });
    },
    proof: { sample: 'rows', ...proof },
  });
}
