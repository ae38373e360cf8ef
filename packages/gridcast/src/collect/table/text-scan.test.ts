import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scanText, type TextScan } from './text-scan.ts';

async function scan(
  content: string | Uint8Array,
  options: { readonly delimiter?: string } = { delimiter: ',' },
): Promise<TextScan> {
  const folder = await mkdtemp(join(tmpdir(), 'gridcast-scan-'));
  try {
    await writeFile(join(folder, 'in.csv'), content);
    return await scanText(join(folder, 'in.csv'), { file: 'in.csv', headerRecords: 1, ...options });
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('scanText', () => {
  test('finds where blank lines and quoted line ends move the rows', async () => {
    expect(await scan('\nh,h\r\n\r\n1,1\n2,"a\n""b"\n\n3,3')).toEqual({
      records: 4,
      headerLines: 2,
      // Row 1 stands on line 4, row 2 on lines 5 and 6, row 3 on line 8.
      lineBreaks: [
        { fromRecord: 1, linesAhead: 3 },
        { fromRecord: 3, linesAhead: 5 },
      ],
      multiLine: true,
    });
  });

  test('takes a quote inside a field as text, and any quote without a separator', async () => {
    expect((await scan('h,h\n5" pipe,1\n6,2\n')).records).toBe(3);
    expect((await scan('{"a\n"b\n', {})).records).toBe(2);
  });

  test('follows characters and quotes across its chunks, and names the line of bad bytes behind them', async () => {
    // 17 bytes a line: the border of 1 MiB falls into a line, and æ and the quotes stand on all sides of it.
    const line = '"æ,""ø",1234567\n';
    const lines = 140_000;
    expect(Buffer.byteLength(line) * lines).toBeGreaterThan(2 << 20);
    expect((await scan(`h,h\n${line.repeat(lines)}`)).records).toBe(lines + 1);
    const bad = Buffer.concat([Buffer.from(`h,h\n${line.repeat(lines)}`), Buffer.of(0xe6, 10)]);
    await expect(scan(bad)).rejects.toThrow(`line ${lines + 2} has bytes that are no characters`);
  });
});
