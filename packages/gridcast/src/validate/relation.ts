/** What a rule looks at: any table or view in the engine, with the parts that its columns play. */
import { quoteIdentifier, type SqlEngine } from '../store/index.ts';

export interface RelationColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

/** Columns that mean something to time-series rules and name the place of a failing row. */
export interface ColumnRoles {
  /** Columns that together name a series; none: one series. */
  readonly keys: readonly string[];
  /** The hour: TIMESTAMP, or whole hours since 1970. */
  readonly time?: string;
  readonly value?: string;
}

export interface Relation extends ColumnRoles {
  /** How suites call it: `observations`, `raw`, ... */
  readonly name: string;
  /** What stands after FROM. */
  readonly from: string;
  readonly columns: readonly RelationColumn[];
  /** SQL terms by which rows are ordered and examples are chosen. */
  readonly order: readonly string[];
}

/**
 * Describes a table or view of the engine. Rows stand in the order of series and hour where those are known, else as stored,
 * which only a table has.
 */
export async function describeRelation(
  engine: SqlEngine,
  table: string,
  options: Partial<ColumnRoles> & { readonly name?: string } = {},
): Promise<Relation> {
  const { name = table, keys = [], time, value } = options;
  const from = quoteIdentifier(table);
  const rows = await engine.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${from}`);
  const named = [...keys, ...(time === undefined ? [] : [time])];
  return {
    name,
    from,
    columns: rows.map((row) => ({ name: row.column_name, type: row.column_type })),
    keys,
    ...(time === undefined ? {} : { time }),
    ...(value === undefined ? {} : { value }),
    order: time === undefined ? ['rowid'] : named.map(quoteIdentifier),
  };
}

/** The column of that name; undefined where there is none. */
export function findColumn(relation: Relation, name: string): RelationColumn | undefined {
  return relation.columns.find((column) => column.name === name);
}
