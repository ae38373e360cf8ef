import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { escapeControls, splitRecords, type SplitResponse } from './split-records.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridcast-split-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function split(
  text: string,
  chunkBytes?: number,
): Promise<{ readonly response: SplitResponse; readonly records: readonly unknown[] }> {
  const [from, to] = [join(folder, 'response.json'), join(folder, 'lines.jsonl')];
  await rm(to, { force: true });
  await writeFile(from, text);
  const response = await splitRecords(from, to, chunkBytes);
  const lines = (await readFile(to, 'utf8')).split('\n').slice(0, -1);
  return { response, records: lines.map((line) => JSON.parse(line) as unknown) };
}

/** What `JSON.stringify` escapes and the feed does not. */
function rawControls(json: string): string {
  return json.replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\t`, '\t');
}

const text = fc.string({
  unit: fc.constantFrom('a', 'ø', '{', '}', '[', ']', '"', ',', ':', '\n', '\t', '🜚', ' '),
});
const record = fc.dictionary(
  text,
  // JSON has no -0
  fc.oneof(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
    fc.constant(null),
  ),
  {
    noNullPrototype: true,
  },
);

describe('splitRecords', () => {
  test('gives every record back, whatever its texts, its layout and the size of the chunks', async () => {
    const layout = fc.constantFrom(0, 2);
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 5 }),
        layout,
        fc.integer({ min: 1, max: 40 }),
        async (rows, blanks, chunk) => {
          const whole = { total: rows.length, filters: '{"records":[1]}', records: rows, dataset: 'x' };
          for (const value of [whole, rows]) {
            const { response, records } = await split(
              rawControls(JSON.stringify(value, null, blanks)),
              chunk,
            );
            expect(records).toEqual(rows);
            expect(response).toMatchObject({ isWhole: true, records: rows.length });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('tells a cut text from a whole one, wherever it is cut', async () => {
    const rows = [{ a: '1]}', b: 2 }, { a: 'x' }];
    const json = JSON.stringify({ total: 2, records: rows });
    for (let length = 0; length < json.length; length++) {
      const { response, records } = await split(json.slice(0, length));
      expect(response.isWhole, json.slice(0, length)).toBe(false);
      expect(records.length).toBeLessThanOrEqual(2);
    }
  });

  test('keeps what stands beside the records', async () => {
    const { response } = await split('{"total":7,"records":[{"a":1},{"a":2}],"dataset":"x"}');
    expect(response.envelope).toEqual({ total: 7, records: [], dataset: 'x' });
    const limit = await split('{"statusCode":429,"message":"Try again in 9 seconds."}');
    expect(limit.response).toMatchObject({ records: 0, envelope: { statusCode: 429 } });
  });
});

test('escapeControls makes JSON with raw line breaks readable and leaves the rest alone', () => {
  fc.assert(
    fc.property(fc.dictionary(text, text, { noNullPrototype: true }), (value) => {
      expect(JSON.parse(escapeControls(rawControls(JSON.stringify(value, null, 1))))).toEqual(value);
    }),
  );
});
