/** Statistics of the columns of a training set, added up over its parts. */
import { openSqlEngine, quoteIdentifier, readParquet, type Lake, type SqlEngine } from '../../store/index.ts';

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

/** What is counted of the parts of a training set. */
export interface Counted {
  readonly sums: ReadonlyMap<string, ColumnSums>;
  readonly rowsBySplit: ReadonlyMap<string, number>;
}

/** Counts parts while the next ones are made. */
export interface PartCounter extends AsyncDisposable {
  /** Begins to count an object, after those before it. */
  readonly add: (objectKey: string) => Promise<void>;
  /** @throws what counting threw. */
  readonly counted: () => Promise<Counted>;
}

/** Opens a counter of some numeric columns. Its engine has one thread, which adds up every file in the order of its rows. */
export async function openPartCounter(lake: Lake, names: readonly string[]): Promise<PartCounter> {
  const engine = await openSqlEngine({ threads: 1, memoryLimitMiB: MEMORY_MIB });
  const sums = new Map<string, ColumnSums>();
  const rowsBySplit = new Map<string, number>();
  let counting = Promise.resolve();
  const count = async (objectKey: string): Promise<void> => {
    const rows = readParquet([await lake.localPath(objectKey)]);
    for (const [name, added] of await columnSums(engine, rows, names)) {
      const held = sums.get(name);
      sums.set(name, held === undefined ? added : addSums(held, added));
    }
    await countSplits(engine, rows, rowsBySplit);
  };
  return {
    add: async (objectKey) => {
      await counting;
      counting = count(objectKey);
      // whoever waits for it next is told
      counting.catch(() => undefined);
    },
    counted: async () => {
      await counting;
      return { sums, rowsBySplit };
    },
    [Symbol.asyncDispose]: async () => {
      await counting.catch(() => undefined);
      engine[Symbol.dispose]();
    },
  };
}

const MEMORY_MIB = 200;

/** NaN counts as missing. */
async function columnSums(
  engine: SqlEngine,
  rows: string,
  names: readonly string[],
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
  const [row] = await engine.rows<Record<string, number | null>>(
    `SELECT COUNT(*)::DOUBLE AS rows, ${parts.join(', ')} FROM ${rows}`,
  );
  const at = (name: string): number | null => row?.[name] ?? null;
  return new Map(
    names.map((name, i) => {
      const count = at(`n${i}`) ?? 0;
      const missing = (at('rows') ?? 0) - count;
      return [name, { count, missing, min: at(`lo${i}`), max: at(`hi${i}`), sum: at(`s${i}`) ?? 0 }];
    }),
  );
}

async function countSplits(engine: SqlEngine, rows: string, counts: Map<string, number>): Promise<void> {
  const found = await engine.rows<{ split: string; n: number }>(
    `SELECT split, COUNT(*)::INTEGER AS n FROM ${rows} GROUP BY split`,
  );
  for (const { split, n } of found) counts.set(split, (counts.get(split) ?? 0) + n);
}

/** Adds the sums of two parts. */
function addSums(a: ColumnSums, b: ColumnSums): ColumnSums {
  return {
    count: a.count + b.count,
    missing: a.missing + b.missing,
    min: a.min === null ? b.min : b.min === null ? a.min : Math.min(a.min, b.min),
    max: a.max === null ? b.max : b.max === null ? a.max : Math.max(a.max, b.max),
    sum: a.sum + b.sum,
  };
}

/** The statistics of what was counted, by column. */
export function statisticsOf(counted: Counted | undefined): Readonly<Record<string, ColumnStatistics>> {
  const entries = [...(counted?.sums ?? [])].map(([name, { sum, ...facts }]) => {
    const mean = sum / facts.count;
    return [name, { ...facts, mean: Number.isFinite(mean) ? Number(mean.toPrecision(9)) : null }] as const;
  });
  return Object.fromEntries(entries);
}
