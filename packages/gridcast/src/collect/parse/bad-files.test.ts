import { describe, expect, test } from 'vitest';
import { parseFile } from '../parse-file.fixture.ts';

describe('parseTable: files that cannot be used', () => {
  const cases: Readonly<
    Record<
      string,
      { readonly content: Parameters<typeof parseFile>[0]; readonly says: RegExp; readonly keys?: string }
    >
  > = {
    'an empty file': {
      content: '',
      says: /in\.csv has no rows: it is empty\. A header line and at least one row/u,
    },
    'a byte order mark alone': { content: '\uFEFF\r\n', says: /has no rows: it is empty/u },
    'a header alone': { content: 'time,value\n', says: /has no rows: it has a header and nothing else/u },
    'a missing column': {
      content: 'time;valeu;area\n2021-01-01;1;a\n',
      says: /has no column "value" \(asked for by --value\)\. Its columns are "time", "valeu", "area"\. Did you mean "valeu"\?/u,
    },
    'a column that stands twice': {
      content: 'time,value,value\n2021-01-01,1,2\n',
      says: /is damaged at line 1: the column "value" \(asked for by --value\) stands in the header 2 times\. Rename/u,
    },
    'a missing key': {
      content: 'time,value\n2021-01-01,1\n',
      keys: 'zone',
      says: /has no column "zone" \(asked for by --keys\)\. Its columns are "time", "value"\.$/u,
    },
    'a missing member of JSON lines': {
      content: '{"time":"2021-01-01","Value":1}\n',
      says: /has no column "value".*Did you mean "Value"\?/u,
    },
    'a gzip archive': {
      content: Uint8Array.of(0x1f, 0x8b, 8, 0),
      says: /is a gzip archive, but CSV, Parquet or JSON lines is wanted\. Unpack it/u,
    },
    'an Excel workbook': {
      content: Uint8Array.of(0x50, 0x4b, 3, 4, 9),
      says: /an Excel workbook.*Export the sheet as CSV/u,
    },
    'UTF-16': { content: Uint8Array.of(0xff, 0xfe, 0x74, 0), says: /UTF-16 text.*Save it as UTF-8/u },
    'binary data': { content: Uint8Array.of(1, 2, 0, 4), says: /a binary file/u },
    'a JSON list': { content: '[{"time":1}]', says: /one JSON list.*one object a line/u },
    'JSON over several lines': { content: '{\n"time": 1\n}\n', says: /not one object a line/u },
    'Latin-1': {
      content: Buffer.from('time,value\n2021-01-01,1\n2021-01-02,\u00e6\n', 'latin1'),
      says: /is not UTF-8 text: line 3 .*iconv -f latin1/u,
    },
    'an open quote': {
      content: 'time,value\n2021-01-01,1\n2021-01-02,"2\n2021-01-03,3\n',
      says: /is damaged at line 3: a quoted field is opened and never closed/u,
    },
    'half a Parquet file': { content: Buffer.from('PAR1half'), says: /in\.csv cannot be read: / },
    'Parquet without rows': {
      content: { parquet: 'SELECT 1 AS "time", 2 AS value LIMIT 0' },
      says: /it has columns and no rows/u,
    },
    'a value column of lists': {
      content: { parquet: `SELECT TIMESTAMP '2021-01-01' AS "time", [1] AS value` },
      says: /Column "value" of in\.csv \(asked for by --value\) has type INTEGER\[\], but numbers are wanted/u,
    },
    'a time column of numbers': {
      content: { parquet: 'SELECT 1609459200 AS "time", 1 AS value' },
      says: /Column "time" .* has type INTEGER, but a timestamp or text with ISO times is wanted/u,
    },
    'a file without any value': {
      content: 'time,value\n2021-01-01,\n2021-01-02,\n',
      says: /has no rows: no row has a value in column "value"/u,
    },
    'Parquet with nothing but NaN': {
      content: { parquet: `SELECT TIMESTAMP '2021-01-01' AS "time", 'nan'::DOUBLE AS value` },
      says: /None of the 1 rows of in\.csv can be used\. The first, row 1: column "value" is "nan": this is no finite number/u,
    },
    'a value column of text alone': {
      content: 'time,value\n2021-01-01,north\n2021-01-01,south\n',
      says: /None of the 2 rows of in\.csv can be used\. The first, line 2: column "value" is "north": this is no number\. Write numbers/u,
    },
  };
  for (const [name, { content, says, keys }] of Object.entries(cases)) {
    test(`refuses ${name}`, async () => {
      const parsing = parseFile(content, keys === undefined ? {} : { keys });
      await expect(parsing).rejects.toThrow(says);
      await expect(parsing).rejects.toMatchObject({ name: 'GridcastError', kind: { exitCode: 3 } });
    });
  }
});
