/** Learns from the train split of a training set: which columns are of no use, and what transforms need. */
import {
  createSelection,
  fitTransforms,
  type ColumnFinding,
  type FitRows,
  type Scale,
  type TransformPlan,
} from '../../features/index.ts';
import { quoteIdentifier, readParquet, type SqlEngine } from '../../store/index.ts';
import type { FittedColumns, NamedTrainingSet } from './training-set.ts';

/** About as many rows are learned from, spread evenly, so that any training set fits into memory. */
const MOST_ROWS = 500_000;

const LEARNED = 'learned_rows';

/** The local files of a training set, by scale. */
export type PartPaths = ReadonlyMap<Scale, readonly string[]>;

/**
 * Makes the table of the rows before the cut, in the order of their origins.
 *
 * Invariant: no row of a later split is read, nor one whose truth was not known when the next split begins.
 */
export async function loadLearnedRows(
  engine: SqlEngine,
  set: NamedTrainingSet,
  paths: PartPaths,
): Promise<void> {
  const rows = set.splits.find(({ name }) => name === 'train')?.rows ?? 0;
  const order = ['scale', 'origin_utc', ...set.keyNames, 'target_hour_utc'].map(quoteIdentifier).join(', ');
  await engine.run(`CREATE OR REPLACE TABLE ${LEARNED} AS
    SELECT * FROM ${readParquet([...paths.values()].flat())}
    WHERE split = 'train' AND file_row_number % ${strideOf(rows)} = 0 ORDER BY ${order}`);
}

/** A step that meets all 24 leads alike. */
function strideOf(rows: number): number {
  let stride = Math.max(1, Math.ceil(rows / MOST_ROWS));
  while (stride % 2 === 0 || stride % 3 === 0) stride++;
  return stride;
}

/** Judges every column over all scales together. */
export async function judgeColumns(engine: SqlEngine, set: NamedTrainingSet): Promise<ColumnFinding[]> {
  const judge = createSelection();
  const findings: ColumnFinding[] = [];
  for (const column of set.features) {
    const { values, origins } = await readColumn(engine, set, { column });
    findings.push(...[judge(column, values, origins) ?? []].flat());
  }
  return findings;
}

/** Fits the plan's columns on each scale. */
export async function fitColumns(
  engine: SqlEngine,
  set: NamedTrainingSet,
  plan: TransformPlan,
): Promise<FittedColumns> {
  const fitted: Partial<Record<Scale, Record<string, ReturnType<typeof fitTransforms>>>> = {};
  for (const scale of set.scales) {
    const columns: Record<string, ReturnType<typeof fitTransforms>> = {};
    for (const [column, names] of plan) {
      columns[column] = fitTransforms(names, await readColumn(engine, set, { column, scale }));
    }
    fitted[scale] = columns;
  }
  return fitted;
}

async function readColumn(
  engine: SqlEngine,
  { asOf, delayHours }: NamedTrainingSet,
  { column, scale }: { readonly column: string; readonly scale?: Scale },
): Promise<FitRows> {
  const known = `epoch_us(target_hour_utc) // 3600000000 + ${1 + delayHours}`;
  const { columns } = await engine.numbers(`SELECT ${quoteIdentifier(column)}::DOUBLE AS value, truth,
      epoch_us(origin_utc) // 3600000000 AS origin, CASE WHEN ${known} <= ${asOf} THEN ${known} END AS known
    FROM ${LEARNED} ${scale === undefined ? '' : `WHERE scale = '${scale}'`} ORDER BY rowid`);
  const { value, truth, origin, known: knownHours } = columns as Record<string, Float64Array>;
  const none = new Float64Array();
  return {
    values: value ?? none,
    truths: truth ?? none,
    origins: origin ?? none,
    knownHours: knownHours ?? none,
  };
}
