/** The encodings of Parquet's pages. Source: the Parquet format's page "Encodings". */
import { varint } from './thrift.ts';

/** Values that follow one another, each with the row after its last one. */
export interface Runs {
  readonly values: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
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

/** A dictionary in the order in which its values come first, and the runs of their places, as a data page has them. */
export function dictionaryOf({ values, ends }: Runs): {
  readonly dictionary: readonly number[];
  readonly places: Buffer;
} {
  const known = new Map<number, number>();
  const dictionary: number[] = [];
  const found = new Int32Array(values.length);
  let negativeZero = -1;
  for (let run = 0; run < values.length; run++) {
    const value = values[run] as number;
    // a map takes both zeros for one
    const isNegativeZero = Object.is(value, -0);
    const held = isNegativeZero ? negativeZero : (known.get(value) ?? -1);
    found[run] = held < 0 ? dictionary.push(value) - 1 : held;
    if (held >= 0) continue;
    if (isNegativeZero) negativeZero = dictionary.length - 1;
    else known.set(value, dictionary.length - 1);
  }
  const bits = Math.max(1, 32 - Math.clz32(dictionary.length - 1));
  const out = [bits];
  for (let run = 0; run < found.length; run++) {
    const length = (ends[run] as number) - (run === 0 ? 0 : (ends[run - 1] as number));
    pushRun(out, { length, value: found[run] as number, bytes: Math.ceil(bits / 8) });
  }
  return { dictionary, places: Buffer.from(out) };
}

/** The runs that are there, as if the others were not. */
export function presentRuns({ values, ends }: Runs): Runs {
  const kept: number[] = [];
  const keptEnds: number[] = [];
  let end = 0;
  for (let run = 0; run < values.length; run++) {
    if (Number.isNaN(values[run])) continue;
    end += (ends[run] as number) - (run === 0 ? 0 : (ends[run - 1] as number));
    kept.push(values[run] as number);
    keptEnds.push(end);
  }
  return { values: kept, ends: keptEnds };
}
