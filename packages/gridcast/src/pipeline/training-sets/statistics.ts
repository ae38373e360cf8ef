/** Statistics of the columns of a table in memory, added up over parts. */
import { quoteIdentifier, type SqlEngine } from '../../store/index.ts';

/** What is known of one column. */
export interface ColumnStatistics {
  readonly count: number;
  readonly missing: number;
  readonly min: number | null;
  readonly max: number | null;
  /** To nine digits; null where nothing is there. */
  readonly mean: number | null;
}

/** Sums of some parts of a column. */
export interface ColumnSums {
  readonly count: number;
  readonly missing: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number;
}

/** The sums of some numeric columns of a table whose rows have one order: one thread adds them up in it. NaN counts as missing. */
export async function columnSums(
  engine: SqlEngine,
  {
    table,
    names,
    threads,
  }: { readonly table: string; readonly names: readonly string[]; readonly threads: number },
): Promise<Map<string, ColumnSums>> {
  const parts = names.flatMap((name, i) => {
    const column = `NULLIF(${quoteIdentifier(name)}::DOUBLE, 'NaN'::DOUBLE)`;
    return [
      `COUNT(${column})::DOUBLE AS n${i}`,
      `MIN(${column})::DOUBLE AS lo${i}`,
      `MAX(${column})::DOUBLE AS hi${i}`,
      `SUM(${column}) AS s${i}`,
    ];
  });
  await engine.run('SET threads = 1');
  const [row] = await engine.rows<Record<string, number | null>>(
    `SELECT COUNT(*)::DOUBLE AS rows, ${parts.join(', ')} FROM ${table}`,
  );
  await engine.run(`SET threads = ${threads}`);
  const at = (name: string): number | null => row?.[name] ?? null;
  return new Map(
    names.map((name, i) => {
      const count = at(`n${i}`) ?? 0;
      const missing = (at('rows') ?? 0) - count;
      return [name, { count, missing, min: at(`lo${i}`), max: at(`hi${i}`), sum: at(`s${i}`) ?? 0 }];
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
    sum: a.sum + b.sum,
  };
}

/** The statistics of sums. */
export function statisticsOf({ sum, ...facts }: ColumnSums): ColumnStatistics {
  const mean = sum / facts.count;
  return { ...facts, mean: Number.isFinite(mean) ? Number(mean.toPrecision(9)) : null };
}
