/** Feature rows of many spines on both links, built at once and held in memory: each spine takes its own. */
import type { CovariateFacts } from '../core/index.ts';
import {
  anchorNames,
  askedOf,
  columnsOf,
  eachFeatureChunk,
  gather,
  rowColumns,
  rowsOf,
  type BuildLimits,
  type Calendar,
  type Columns,
  type FeatureGroup,
} from '../features/index.ts';
import { links, type Link, type LinkedVectors, type VectorColumns } from '../model/index.ts';
import type { SqlEngine } from '../store/index.ts';

/** What vectors are built of. */
export interface VectorsInput {
  readonly engine: SqlEngine;
  /** A relation with the INTEGER columns series, target, origin. */
  readonly spine: string;
  readonly delayHours: number;
  readonly calendar: Calendar;
  readonly groups: readonly string[];
  /** As they were loaded; the group `cov` has their columns. */
  readonly covariates?: readonly CovariateFacts[] | undefined;
  /** Default: as `eachFeatureChunk` has it. */
  readonly limits?: BuildLimits;
}

/** What says which row is which: equal lengths, ordered by origin, series, target. */
export type SpineKeys = Readonly<Record<'series' | 'target' | 'origin', Float64Array>>;

/** The vectors of a spine's rows, in its order; the columns of `SpineKeys` are among theirs. */
export interface BuiltVectors {
  readonly vectors: LinkedVectors;
  /** The columns that hold whole numbers alone. */
  readonly whole: ReadonlySet<string>;
}

/** Reads the rows that a spine asks for. */
export async function readSpine(engine: SqlEngine, spine: string): Promise<SpineKeys> {
  const { columns } = await engine.numbers(
    `SELECT series, target, origin FROM ${spine} ORDER BY origin, series, target`,
  );
  return columns;
}

/** Builds the vectors of a spine on both links; what nobody knows is NaN. */
export async function buildVectors(input: VectorsInput): Promise<BuiltVectors> {
  const { engine, spine, delayHours, calendar, groups, covariates = [], limits } = input;
  const keys = await readSpine(engine, spine);
  const size = keys.series.length;
  const vectors: Record<Link, Record<string, Float64Array>> = { log: {}, linear: {} };
  const whole = new Set<string>();
  const asked = groups as readonly FeatureGroup[];
  const own = asked.includes('cov') ? covariates : [];
  const names = [...rowColumns, ...anchorNames, ...columnsOf(asked, own).map(({ name }) => name)];
  const scope = { asked: askedOf(spine), delayHours, calendar, links };
  const columns = columnsOf(asked);
  const question = { ...scope, covariates: own, columns, ...(limits === undefined ? {} : { limits }) };
  await eachFeatureChunk(engine, question, async (chunk) => {
    const made = rowsOf(chunk, names);
    const places = chunk.rows === size ? undefined : findRows(keys, made as unknown as SpineKeys);
    const out = vectors[chunk.link];
    for (const [name, column] of Object.entries(made)) {
      if (column instanceof Int32Array) whole.add(name);
      out[name] =
        places === undefined
          ? doublesOf(column)
          : spread(column, places, out[name] ?? new Float64Array(size));
    }
  });
  return { vectors, whole };
}

function doublesOf(column: Columns[string]): Float64Array {
  return column instanceof Float64Array ? column : new Float64Array(column);
}

/** Writes a column's items to their places. */
function spread(column: Columns[string], places: Int32Array, out: Float64Array): Float64Array {
  for (let row = 0; row < places.length; row++) out[places[row] as number] = column[row] as number;
  return out;
}

/**
 * The vectors of some rows among those that were built.
 *
 * @throws RangeError where one was not: a fault of the program.
 */
export function takeVectors({ vectors, whole }: BuiltVectors, wanted: SpineKeys): BuiltVectors {
  const places = findRows(vectors.linear, wanted);
  const take = (columns: VectorColumns): VectorColumns =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, gather(column, places)]));
  return { whole, vectors: { log: take(vectors.log), linear: take(vectors.linear) } };
}

/** The places of rows among others; both in the order of spines. */
function findRows(all: SpineKeys, wanted: SpineKeys): Int32Array {
  const places = new Int32Array(wanted.series.length);
  let at = 0;
  for (let row = 0; row < places.length; row++) {
    while (at < all.series.length && isBefore(all, at, wanted, row)) at++;
    if (at === all.series.length || isBefore(wanted, row, all, at)) {
      const { series, target, origin } = wanted;
      throw new RangeError(
        `No vector was built of series ${series[row]} at ${target[row]} from ${origin[row]}.`,
      );
    }
    places[row] = at;
  }
  return places;
}

function isBefore(a: SpineKeys, row: number, b: SpineKeys, other: number): boolean {
  const origins = (a.origin[row] as number) - (b.origin[other] as number);
  if (origins !== 0) return origins < 0;
  const series = (a.series[row] as number) - (b.series[other] as number);
  if (series !== 0) return series < 0;
  return (a.target[row] as number) < (b.target[other] as number);
}
