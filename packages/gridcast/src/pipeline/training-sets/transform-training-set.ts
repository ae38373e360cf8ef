/** Makes a training set of another one: useless columns left out, the others transformed by what was learned before the cut. */
import { canonicalJson, GridcastError, type Json } from '../../core/index.ts';
import { applyTransforms, type Scale, type TransformPlan } from '../../features/index.ts';
import { openSqlEngine, putQuery, quoteIdentifier, readParquet, type SqlEngine } from '../../store/index.ts';
import type { FeatureHome } from './feature-home.ts';
import { fitColumns, judgeColumns, loadLearnedRows } from './fit-columns.ts';
import { createColumnCounter } from './statistics.ts';
import {
  registerTrainingSet,
  type FittedColumns,
  type NamedTrainingSet,
  type TrainingSetTransforms,
} from './training-set.ts';
import type { TrainingPart } from './write-parts.ts';

export interface TransformRequest {
  /** Absent: columns are only judged. */
  readonly plan?: TransformPlan | undefined;
  /** Whether columns of no use are named, or left out too; absent: they are not looked for. */
  readonly select?: 'report' | 'drop' | undefined;
  readonly signal: AbortSignal;
}

/**
 * Fits transforms on the train split and writes the rows anew. The state is an object of the lake that the manifest names; the set
 * that was there stays as it is. Equal sets and requests give equal objects.
 *
 * @throws FEATURES_COLUMN_UNKNOWN where the plan names a column that the set does not have; USAGE_INVALID_VALUE where the set
 * is itself a transformed one
 */
export async function transformTrainingSet(
  home: FeatureHome,
  set: NamedTrainingSet,
  { plan = new Map(), select, signal }: TransformRequest,
): Promise<NamedTrainingSet> {
  assertFits(set, plan);
  const { lake } = home.store;
  using engine = await openSqlEngine({ threads: home.threads, memoryLimitMiB: 1200 });
  const paths = new Map<Scale, string[]>();
  for (const { scale, objectKey } of set.parts) {
    paths.set(scale, [...(paths.get(scale) ?? []), await lake.localPath(objectKey)]);
  }
  await loadLearnedRows(engine, set, paths);
  const findings = select === undefined ? undefined : await judgeColumns(engine, set);
  const dropped = select === 'drop' ? (findings ?? []).map(({ column }) => column) : [];
  const kept = new Map([...plan].filter(([column]) => !dropped.includes(column)));
  const fitted = await fitColumns(engine, set, kept);
  const state = await lake.putBytes('training', 'json', canonicalJson(fitted as unknown as Json));
  const transforms: TrainingSetTransforms = {
    from: set.sha256,
    objectKey: state.key,
    ...(findings !== undefined && { findings }),
    dropped,
  };
  const features = set.features.filter((name) => !dropped.includes(name));
  const written = await writeAnew(home, { engine, set, features, dropped, fitted, signal });
  const { sha256: _, objectKey: __, ...manifest } = set;
  return registerTrainingSet(home, { ...manifest, features, ...written, transforms });
}

function assertFits(set: NamedTrainingSet, plan: TransformPlan): void {
  if (set.transforms !== undefined) {
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'the training set',
      value: set.sha256,
      expected: `it is transformed already; the one that it was made from is ${set.transforms.from}`,
    });
  }
  const unknown = [...plan.keys()].find((column) => !set.features.includes(column));
  if (unknown === undefined) return;
  throw new GridcastError('FEATURES_COLUMN_UNKNOWN', {
    column: unknown,
    view: set.view,
    known: set.features,
  });
}

interface WriteAnew {
  readonly engine: SqlEngine;
  readonly set: NamedTrainingSet;
  readonly features: readonly string[];
  readonly dropped: readonly string[];
  readonly fitted: FittedColumns;
  readonly signal: AbortSignal;
}

const ROWS = 'transformed_rows';

/** Part by part: memory holds one. */
async function writeAnew(
  { store }: FeatureHome,
  options: WriteAnew,
): Promise<Pick<NamedTrainingSet, 'parts' | 'statistics'>> {
  const { engine, set, features, signal } = options;
  const parts: TrainingPart[] = [];
  const counted = [...features, 'truth'];
  const counter = createColumnCounter(counted);
  for (const part of set.parts) {
    signal.throwIfAborted();
    await makeRows(options, await store.lake.localPath(part.objectKey), part.scale);
    const object = await putQuery(store.lake, engine, { kind: 'training', query: `SELECT * FROM ${ROWS}` });
    parts.push({ ...part, objectKey: object.key });
    const { columns } = await engine.numbers(
      `SELECT ${counted.map(quoteIdentifier).join(', ')} FROM ${ROWS}`,
    );
    counter.add({ ends: new Int32Array(), perRun: {}, perRow: columns });
  }
  return { parts, statistics: counter.statistics() };
}

/** The rows of a part as a table, in the order of its file. */
async function makeRows({ engine, dropped, fitted }: WriteAnew, path: string, scale: Scale): Promise<void> {
  const columns = Object.entries(fitted[scale] ?? {});
  const part = readParquet([path]);
  const names = columns.map(([name]) => quoteIdentifier(name));
  const read =
    await engine.numbers(`SELECT ${[...names.map((name) => `${name}::DOUBLE AS ${name}`), ''].join(', ')}
      epoch_us(origin_utc) // 3600000000 AS row_origin FROM ${part} ORDER BY file_row_number`);
  const origins = read.columns['row_origin'] ?? new Float64Array();
  const made = columns.map(([name, chain]) => {
    const values = read.columns[name] ?? new Float64Array();
    return [name, applyTransforms(chain, { values, origins })] as const;
  });
  const place = Int32Array.from({ length: read.rows }, (_, row) => row);
  await engine.createTable('transformed_columns', { row_place: place, ...Object.fromEntries(made) });
  const replaced = names.map((name) => `CASE WHEN NOT isnan(m.${name}) THEN m.${name} END AS ${name}`);
  const excluded = dropped.length === 0 ? '' : `EXCLUDE (${dropped.map(quoteIdentifier).join(', ')})`;
  const anew = replaced.length === 0 ? '' : `REPLACE (${replaced.join(', ')})`;
  await engine.run(`CREATE OR REPLACE TABLE ${ROWS} AS SELECT p.* ${excluded} ${anew}
    FROM ${part} p JOIN transformed_columns m ON m.row_place = p.file_row_number ORDER BY m.row_place`);
}
