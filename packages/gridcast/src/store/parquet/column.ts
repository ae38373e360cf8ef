/** Columns as they go into a Parquet file: their kind, and their cells as the bytes of pages. */
import {
  allThere,
  definitionLevels,
  dictionaryOf,
  lengthOf,
  presentRuns,
  runPlaces,
  type Runs,
} from './encodings.ts';
import { bool, int, struct, type Field } from './thrift.ts';

/** A column of a table; NaN is a missing cell. */
export type ParquetColumn = {
  readonly name: string;
  /** Where cells stand for runs of rows: of each the row after its last one. Absent: a cell is a row. */
  readonly ends?: Int32Array;
} & (
  | { readonly kind: 'double'; readonly cells: Float64Array }
  | { readonly kind: 'int'; readonly cells: Int32Array }
  /** Instants on the hour, as hours since 1970 in UTC. */
  | { readonly kind: 'hour'; readonly cells: Int32Array }
  /** Texts by their places in a list. */
  | { readonly kind: 'text'; readonly cells: Int32Array; readonly texts: readonly string[] }
);

/** How many rows a column has. */
export function rowsOf({ cells, ends }: ParquetColumn): number {
  return ends === undefined ? cells.length : (ends.at(-1) ?? 0);
}

/** What the metadata says of a kind; numbers are those of the format's Thrift definition. */
interface KindFacts {
  readonly type: number;
  readonly schema: readonly Field[];
}

const MICROS_PER_HOUR = 3_600_000_000;

export const kinds: Readonly<Record<ParquetColumn['kind'], KindFacts>> = {
  double: { type: 5, schema: [] },
  int: { type: 1, schema: [] },
  hour: {
    type: 2,
    schema: [int(6, 10), struct(10, [struct(8, [bool(1, false), struct(2, [struct(2, [])])])])],
  },
  text: { type: 6, schema: [int(6, 0), struct(10, [struct(1, [])])] },
};

/** The cells of a column as pages, before compression. */
export interface ColumnPages {
  readonly dictionary: { readonly values: number; readonly bytes: Buffer } | undefined;
  readonly data: Buffer;
  readonly missing: number;
  /** The least and the most value; absent where there is none to compare. */
  readonly bounds: { readonly least: Buffer; readonly most: Buffer } | undefined;
}

/** Turns the columns of one file into pages. */
export function createPages(): (column: ParquetColumn) => ColumnPages {
  const ownPlaces = createOwnPlaces();
  return (column) => {
    const { kind, cells, ends } = column;
    if (column.kind === 'text') return textPages(column);
    if (ends === undefined) return plainPages(column);
    const runs = { values: cells, ends };
    const missing = countMissing(runs);
    const present = missing === 0 ? runs : presentRuns(runs);
    // numbers of runs hardly repeat: each has a place of its own
    const places = missing === 0 ? ownPlaces(ends) : createOwnPlaces()(present.ends);
    return {
      dictionary: { values: present.values.length, bytes: plain(kind, present.values) },
      data: Buffer.concat([definitionLevels(runs), places]),
      missing,
      bounds: boundsOf(kind, cells),
    };
  };
}

/** The places of runs of which each has its own value; columns of a file mostly share their runs. */
function createOwnPlaces(): (ends: ArrayLike<number>) => Buffer {
  let held: { readonly ends: ArrayLike<number>; readonly places: Buffer } | undefined;
  return (ends) => {
    if (held?.ends !== ends) {
      const own = Int32Array.from(ends, (_, run) => run);
      held = { ends, places: runPlaces(own, ends, own.length) };
    }
    return held.places;
  };
}

function plainPages({ kind, cells }: ParquetColumn): ColumnPages {
  const rows = cells.length;
  let missing = 0;
  for (let i = 0; i < rows; i++) if (Number.isNaN(cells[i])) missing += 1;
  const isWhole = missing === 0;
  const levels = isWhole ? allThere(rows) : definitionLevels({ values: cells, ends: everyRow(rows) });
  const present = isWhole ? cells : cells.filter((cell) => !Number.isNaN(cell));
  const data = Buffer.concat([levels, plain(kind, present)]);
  return { dictionary: undefined, data, missing, bounds: boundsOf(kind, cells) };
}

function textPages({ cells, ends, texts }: Extract<ParquetColumn, { kind: 'text' }>): ColumnPages {
  const runs = ends === undefined ? runsIn(cells) : { values: cells, ends };
  const { dictionary, places } = dictionaryOf(runs.values);
  const rows = runs.ends[runs.ends.length - 1] ?? 0;
  return {
    dictionary: {
      values: dictionary.length,
      bytes: plainTexts(dictionary.map((place) => texts[place] ?? '')),
    },
    data: Buffer.concat([allThere(rows), runPlaces(places, runs.ends, dictionary.length)]),
    missing: 0,
    bounds: undefined,
  };
}

function countMissing({ values, ends }: Runs): number {
  let missing = 0;
  for (let run = 0; run < values.length; run++) {
    if (Number.isNaN(values[run])) missing += lengthOf(ends, run);
  }
  return missing;
}

/** The runs of equal cells. */
function runsIn(cells: ArrayLike<number>): Runs {
  const values: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < cells.length; i++) {
    if (i > 0 && cells[i] === cells[i - 1]) continue;
    if (i > 0) ends.push(i);
    values.push(cells[i] as number);
  }
  ends.push(cells.length);
  return { values, ends };
}

function everyRow(rows: number): Int32Array {
  const ends = new Int32Array(rows);
  for (let i = 0; i < rows; i++) ends[i] = i + 1;
  return ends;
}

/** Values one after the other, little-endian. */
function plain(kind: ParquetColumn['kind'], values: ArrayLike<number>): Buffer {
  if (kind === 'hour') {
    const view = new DataView(new ArrayBuffer(8 * values.length));
    for (let i = 0; i < values.length; i++) {
      const micros = (values[i] as number) * MICROS_PER_HOUR;
      view.setInt32(8 * i + 4, Math.floor(micros / 2 ** 32), true);
      view.setUint32(8 * i, micros - Math.floor(micros / 2 ** 32) * 2 ** 32, true);
    }
    return Buffer.from(view.buffer);
  }
  const typed = typedOf(kind, values);
  return Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength);
}

function typedOf(kind: ParquetColumn['kind'], values: ArrayLike<number>): Float64Array | Int32Array {
  if (kind === 'double') return values instanceof Float64Array ? values : new Float64Array(values);
  return values instanceof Int32Array ? values : new Int32Array(values);
}

function plainTexts(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

function boundsOf(kind: ParquetColumn['kind'], values: ArrayLike<number>): ColumnPages['bounds'] {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return undefined;
  // a zero may stand for one of either sign
  const bound = (value: number, zero: number): Buffer => plain(kind, [value === 0 ? zero : value]);
  return { least: bound(least, kind === 'double' ? -0 : 0), most: bound(most, 0) };
}
