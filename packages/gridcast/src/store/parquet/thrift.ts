/** Thrift's compact protocol, as far as Parquet's metadata needs it. Source: the Thrift compact protocol specification. */

/** A field of a struct: its number, type and bytes. */
export interface Field {
  readonly id: number;
  readonly type: number;
  readonly bytes: readonly number[];
}

const TYPE = { true: 1, false: 2, int: 5, long: 6, binary: 8, list: 9, struct: 12 } as const;

/** A whole number below 2^53, of a field that is declared as 32 bits. */
export const int = (id: number, value: number): Field => ({ id, type: TYPE.int, bytes: zigzag(value) });

/** The same of 64 bits. */
export const long = (id: number, value: number): Field => ({ id, type: TYPE.long, bytes: zigzag(value) });

export const bool = (id: number, value: boolean): Field => ({
  id,
  type: value ? TYPE.true : TYPE.false,
  bytes: [],
});

export const binary = (id: number, value: Uint8Array | string): Field => ({
  id,
  type: TYPE.binary,
  bytes: binaryBytes(value),
});

export const struct = (id: number, fields: readonly Field[]): Field => ({
  id,
  type: TYPE.struct,
  bytes: structBytes(fields),
});

export const structs = (id: number, items: readonly (readonly Field[])[]): Field =>
  list(id, TYPE.struct, items.map(structBytes));

export const ints = (id: number, items: readonly number[]): Field => list(id, TYPE.int, items.map(zigzag));

export const texts = (id: number, items: readonly string[]): Field =>
  list(id, TYPE.binary, items.map(binaryBytes));

function list(id: number, type: number, items: readonly (readonly number[])[]): Field {
  const head = items.length < 15 ? [(items.length << 4) | type] : [0xf0 | type, ...varint(items.length)];
  return { id, type: TYPE.list, bytes: [...head, ...items.flat()] };
}

/** The bytes of a struct whose fields come in the order of their numbers, none more than 15 after the one before. */
export function structBytes(fields: readonly Field[]): number[] {
  const out: number[] = [];
  let last = 0;
  for (const { id, type, bytes } of fields) {
    out.push(((id - last) << 4) | type);
    for (const byte of bytes) out.push(byte);
    last = id;
  }
  out.push(0);
  return out;
}

/** A whole number of any size below 2^53, seven bits a byte. */
export function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
  return out;
}

const zigzag = (value: number): number[] => varint(value >= 0 ? 2 * value : -2 * value - 1);

function binaryBytes(value: Uint8Array | string): number[] {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return [...varint(bytes.length), ...bytes];
}
