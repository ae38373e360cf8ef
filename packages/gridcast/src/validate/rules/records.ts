/** Which rows a rule about several columns speaks of. */
import type { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import type { Relation, RelationColumn } from '../relation.ts';
import type { RowsPlan } from '../rule.ts';
import type { ignoreRecord } from './kwargs.ts';
import { cellText, getColumn, isPresent } from './sql.ts';

export interface RecordKwargs {
  readonly column_list: readonly string[];
  readonly ignore_row_if: z.output<(typeof ignoreRecord)['ignore_row_if']>;
  readonly mostly: number;
}

/** SQL value of a cell, null where it is missing. */
export function cellValue(cell: RelationColumn): string {
  return `CASE WHEN ${isPresent(cell)} THEN ${quoteIdentifier(cell.name)} END`;
}

/** SQL boolean: the rows that are spoken of. */
export function consideredRecords(cells: readonly RelationColumn[], kwargs: RecordKwargs): string {
  if (kwargs.ignore_row_if === 'never') return 'true';
  const join = kwargs.ignore_row_if === 'all_values_are_missing' ? ' OR ' : ' AND ';
  return `(${cells.map(isPresent).join(join)})`;
}

/** A statement about the cells of each row. */
export function recordPlan(
  relation: Relation,
  kwargs: RecordKwargs,
  holds: (cells: readonly RelationColumn[]) => string,
): RowsPlan {
  const cells = kwargs.column_list.map((name) => getColumn(relation, name));
  return {
    kind: 'rows',
    considered: consideredRecords(cells, kwargs),
    holds: holds(cells),
    found: cellText(...kwargs.column_list),
    mostly: kwargs.mostly,
  };
}
