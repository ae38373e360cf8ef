/** Statistics of the columns of a table in memory that can be added up over parts, in whatever order, to the same numbers. */
import { quoteIdentifier, type SqlEngine } from '../../store/index.ts';

/** What is known of one column. */
export interface ColumnStatistics {
  readonly count: number;
  readonly missing: number;
  readonly min: number | null;
  readonly max: number | null;
  /** Null where nothing is there, or where values are too large for an exact sum. */
  readonly mean: number | null;
}

/** Sums of some parts of a column. */
export interface ColumnSums {
  readonly count: number;
  readonly missing: number;
  readonly min: number | null;
  readonly max: number | null;
  /** Sum of the values in units of 2^-30; undefined where one of them is too large. */
  readonly sum: bigint | undefined;
}

const ONE = 1_073_741_824;
const LARGEST = 1e18;

/** The sums of some numeric columns. */
export async function columnSums(
  engine: SqlEngine,
  table: string,
  names: readonly string[],
): Promise<Map<string, ColumnSums>> {
  const parts = names.flatMap((name, i) => {
    const column = quoteIdentifier(name);
    const whole = `CAST(ROUND(CASE WHEN ABS(${column}) <= ${LARGEST} THEN ${column} END * ${ONE}.0) AS HUGEINT)`;
    return [
      `COUNT(${column})::DOUBLE AS n${i}`,
      `MIN(${column})::DOUBLE AS lo${i}`,
      `MAX(${column})::DOUBLE AS hi${i}`,
      `CAST(COALESCE(SUM(${whole}), 0) AS VARCHAR) AS s${i}`,
    ];
  });
  const [row] = await engine.rows<Record<string, number | string | null>>(
    `SELECT COUNT(*)::DOUBLE AS rows, ${parts.join(', ')} FROM ${table}`,
  );
  const at = (name: string): number | null => (row?.[name] as number | null | undefined) ?? null;
  return new Map(
    names.map((name, i) => {
      const [count, min, max] = [at(`n${i}`) ?? 0, at(`lo${i}`), at(`hi${i}`)];
      const fits = Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0)) <= LARGEST;
      const sum = fits ? BigInt(row?.[`s${i}`] ?? 0) : undefined;
      return [name, { count, missing: (at('rows') ?? 0) - count, min, max, sum }];
    }),
  );
}

/** Adds the sums of two parts. */
export function addSums(a: ColumnSums, b: ColumnSums): ColumnSums {
  return {
    count: a.count + b.count,
    missing: a.missing + b.missing,
    min: a.min === null ? b.min : b.min === null ? a.min : Math.min(a.min, b.min),
    max: a.max === null ? b.max : b.max === null ? a.max : Math.max(a.max, b.max),
    sum: a.sum === undefined || b.sum === undefined ? undefined : a.sum + b.sum,
  };
}

/** The statistics of sums. */
export function statisticsOf({ sum, ...facts }: ColumnSums): ColumnStatistics {
  return { ...facts, mean: sum === undefined || facts.count === 0 ? null : Number(sum) / ONE / facts.count };
}
