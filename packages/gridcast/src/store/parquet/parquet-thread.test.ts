import { describe, expect, test } from 'vitest';
import type { ParquetColumn } from './column.ts';
import { openParquetThread } from './parquet-thread.ts';
import { parquetBytes } from './write-parquet.ts';

/** The columns of the same file each time: packing takes their memory. */
function columns(): ParquetColumn[] {
  const ends = Int32Array.of(300, 1000);
  return [
    { kind: 'double', name: 'number', cells: Float64Array.from({ length: 1000 }, (_, i) => Math.sqrt(i)) },
    { kind: 'double', name: 'run', cells: Float64Array.of(1.5, NaN), ends },
    { kind: 'text', name: 'text', cells: Int32Array.of(1, 0), ends, texts: ['a', 'ø'] },
  ];
}

describe('openParquetThread', () => {
  test('gives the bytes of one file after the other, and takes the cells', async () => {
    await using thread = openParquetThread();
    for (let file = 0; file < 3; file++) {
      const given = columns();
      expect(Buffer.from(await thread.pack(given))).toEqual(parquetBytes(columns()));
      expect(given.map(({ cells }) => cells.length)).toEqual([0, 0, 0]);
    }
  });

  test('fails where a file cannot be packed, and from then on', async () => {
    await using thread = openParquetThread();
    const wrong = { kind: 'nothing', name: 'x', cells: Int32Array.of(1) } as unknown as ParquetColumn;
    await expect(thread.pack([wrong])).rejects.toThrow(TypeError);
    await expect(thread.pack(columns())).rejects.toThrow(TypeError);
  });
});
