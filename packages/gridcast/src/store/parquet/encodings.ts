/** The encodings of Parquet's pages. Source: the Parquet format's page "Encodings". */
import { varint } from './thrift.ts';

/** Values that follow one another, each with the row after its last one. */
export interface Runs {
  readonly values: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/** How many rows a run has. */
export function lengthOf(ends: ArrayLike<number>, run: number): number {
  return (ends[run] as number) - (run === 0 ? 0 : (ends[run - 1] as number));
}

/** Which of some rows are there, as definition levels 0 and 1; NaN is not there. */
export function definitionLevels({ values, ends }: Runs): Buffer {
  const out: number[] = [];
  let start = 0;
  for (let run = 0; run < values.length; run++) {
    const isThere = !Number.isNaN(values[run]);
    const isLast = run + 1 === values.length || Number.isNaN(values[run + 1]) === isThere;
    if (!isLast) continue;
    pushRun(out, { length: (ends[run] as number) - start, value: isThere ? 1 : 0, bytes: 1 });
    start = ends[run] as number;
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(out.length);
  return Buffer.concat([length, Buffer.from(out)]);
}

/** The definition levels of rows that are all there. */
export const allThere = (rows: number): Buffer => definitionLevels({ values: [1], ends: [rows] });

/** Writes a value that repeats, in so many bytes. */
function pushRun(
  out: number[],
  { length, value, bytes }: { readonly length: number; readonly value: number; readonly bytes: number },
): void {
  for (const byte of varint(2 * length)) out.push(byte);
  for (let i = 0; i < bytes; i++) out.push((value >> (8 * i)) & 255);
}

/** The places of runs in a dictionary, as a data page has them. */
export function runPlaces(places: ArrayLike<number>, ends: ArrayLike<number>, dictionary: number): Buffer {
  const bits = Math.max(1, 32 - Math.clz32(dictionary - 1));
  const out = [bits];
  for (let run = 0; run < places.length; run++) {
    pushRun(out, { length: lengthOf(ends, run), value: places[run] as number, bytes: Math.ceil(bits / 8) });
  }
  return Buffer.from(out);
}

/** The different values of some runs, in the order in which they come first, and which of them each run has. */
export function dictionaryOf(values: ArrayLike<number>): {
  readonly dictionary: readonly number[];
  readonly places: Int32Array;
} {
  const known = new Map<number, number>();
  const dictionary: number[] = [];
  const places = new Int32Array(values.length);
  for (let run = 0; run < values.length; run++) {
    const value = values[run] as number;
    const held = known.get(value) ?? dictionary.push(value) - 1;
    known.set(value, held);
    places[run] = held;
  }
  return { dictionary, places };
}

/** The runs that are there, as if the others were not. */
export function presentRuns({ values, ends }: Runs): Runs {
  const kept: number[] = [];
  const keptEnds: number[] = [];
  let end = 0;
  for (let run = 0; run < values.length; run++) {
    if (Number.isNaN(values[run])) continue;
    end += lengthOf(ends, run);
    kept.push(values[run] as number);
    keptEnds.push(end);
  }
  return { values: kept, ends: keptEnds };
}
