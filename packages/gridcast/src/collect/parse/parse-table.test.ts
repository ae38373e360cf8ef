import { describe, expect, test } from 'vitest';
import { parseFile } from '../parse-file.fixture.ts';

const csv = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
const copenhagen = { timezone: 'Europe/Copenhagen' };

describe('parseTable: forms of good files', () => {
  const expected = ['DK1|2021-01-01T00:00:00Z|1.5|null', 'DK1|2021-01-01T01:00:00Z|2|null'];
  const forms: Readonly<Record<string, Parameters<typeof parseFile>[0]>> = {
    'comma and decimal point': csv('time,area,value', '2021-01-01 00:00,DK1,1.5', '2021-01-01 01:00,DK1,2'),
    'semicolon and decimal comma': csv(
      'time;area;value',
      '2021-01-01 00:00;DK1;1,500',
      '2021-01-01 01:00;DK1;2,0',
    ),
    'quoted decimal comma in a comma file': csv(
      'time,area,value',
      '2021-01-01 00:00,DK1,"1,5"',
      '"2021-01-01 01:00",DK1,"2"',
    ),
    'byte order mark and CRLF':
      '\uFEFFtime;area;value\r\n2021-01-01 00:00:00;DK1;1,5\r\n2021-01-01 01:00:00;DK1;2\r\n',
    'blank lines and no last newline':
      '\n\ntime,area,value\n\n2021-01-01T00:00,DK1,1.5\n\n2021-01-01T01:00:00,DK1,2',
    'other columns and another order': csv(
      'x,value,area,time',
      '9,1.5,DK1,2021-01-01',
      '8,2e0,DK1,2021-01-01T01:00',
    ),
    'offsets of all shapes': csv(
      'time,area,value',
      '2021-01-01T01:00:00+01:00,DK1,1.5',
      '2020-12-31 20:30-0430,DK1,2',
    ),
    'JSON lines': csv(
      '{"time":"2021-01-01T00:00Z","area":"DK1","value":1.5}',
      '',
      '{"area":"DK1","value":"2","time":"2021-01-01T01:00:00"}',
    ),
    'Parquet with text times and whole numbers as bigint': {
      parquet: `SELECT * FROM (VALUES ('2021-01-01T00:00:00', 'DK1', 1.5), ('2021-01-01T01:00:00', 'DK1', 2)) t("time", area, value)`,
    },
    'Parquet with timestamps and a decimal': {
      parquet: `SELECT TIMESTAMP '2021-01-01 00:00' + INTERVAL (i) HOUR AS "time", 'DK1' AS area, (CASE i WHEN 0 THEN 1.5 ELSE 2 END)::DECIMAL(9,3) AS value FROM range(2) r(i)`,
    },
    'Parquet with instants': {
      parquet: `SELECT (TIMESTAMP '2021-01-01 00:00' + INTERVAL (i) HOUR) AT TIME ZONE 'UTC' AS "time", 'DK1' AS area, CASE i WHEN 0 THEN 1.5 ELSE 2 END AS value FROM range(2) r(i)`,
    },
  };
  for (const [name, content] of Object.entries(forms)) {
    test(`reads ${name}`, async () => {
      const { good, bad, counts } = await parseFile(content, { keys: 'area' });
      expect(bad).toEqual([]);
      expect(good).toEqual(expected);
      expect(counts).toEqual({ rowsRead: 2, goodRows: 2, missingValues: 0, repeatedRows: 0 });
    });
  }

  test('reads bigint values and integer keys of Parquet', async () => {
    const parquet = `SELECT TIMESTAMP '2021-01-01' AS "time", 7::INTEGER AS k, 12345678901::BIGINT AS value`;
    expect((await parseFile({ parquet }, { keys: ['k'] })).good).toEqual([
      '7|2021-01-01T00:00:00Z|12345678901|null',
    ]);
  });

  test('takes a file without keys as one series, with any finite values', async () => {
    const { good } = await parseFile(csv('time,value', '2021-01-01 00:00,-3', '2021-01-01 01:00,0'));
    expect(good).toEqual(['2021-01-01T00:00:00Z|-3|null', '2021-01-01T01:00:00Z|0|null']);
  });

  test('keeps separators, quotes and line ends inside quoted keys, and counts lines on', async () => {
    const text = 'time,area,value\n2021-01-01 00:00,"a,""b""\nc",1\n\n2021-01-01 00:00,plain,x\n';
    const { good, bad } = await parseFile(text, { keys: 'area' });
    expect(good).toEqual(['a,"b"\nc|2021-01-01T00:00:00Z|1|null']);
    expect(bad).toEqual(['5 not_a_number x']);
  });

  test('counts empty and null values as missing', async () => {
    const { counts, good, bad } = await parseFile(
      csv(
        '{"time":"2021-01-01","value":null}',
        '{"time":"2021-01-01T01:00"}',
        '{"time":"2021-01-01T02:00","value":3}',
      ),
    );
    expect([good.length, bad.length, counts.missingValues]).toEqual([1, 0, 2]);
  });
});

describe('parseTable: bad rows are set aside with line, reason and remedy', () => {
  const cases: Readonly<Record<string, { readonly row: string; readonly bad: string }>> = {
    'text that is no number': { row: '2021-01-01 05:00,a,12 kWh', bad: '3 not_a_number 12 kWh' },
    'a thousands separator beside points': { row: '2021-01-01 05:00,a,"1,234"', bad: '3 not_a_number 1,234' },
    'an underscore': { row: '2021-01-01 05:00,a,1_000', bad: '3 not_a_number 1_000' },
    NaN: { row: '2021-01-01 05:00,a,NaN', bad: '3 not_finite NaN' },
    'minus infinity': { row: '2021-01-01 05:00,a,-inf', bad: '3 not_finite -inf' },
    'too large for a double': { row: '2021-01-01 05:00,a,1e999', bad: '3 not_finite 1e999' },
    'an empty time': { row: ',a,1', bad: '3 time_missing ' },
    'a time in another order': { row: '01-02-2021 05:00,a,1', bad: '3 time_unreadable 01-02-2021 05:00' },
    'a day that is none': { row: '2021-02-30 05:00,a,1', bad: '3 time_unreadable 2021-02-30 05:00' },
    'a time out of reach': { row: '9999-12-31 05:00,a,1', bad: '3 time_unreadable 9999-12-31 05:00' },
    'a quarter of an hour': { row: '2021-01-01 05:15,a,1', bad: '3 not_on_the_hour 2021-01-01 05:15' },
    'an empty key': { row: '2021-01-01 05:00,,1', bad: '3 key_missing ' },
    'a field too many': { row: '2021-01-01 05:00,a,1,2', bad: '3 too_many_fields null' },
    'a row that ends early': { row: '2021-01-01 05:00,a', bad: '3 too_few_fields null' },
  };
  for (const [name, { row, bad }] of Object.entries(cases)) {
    test(`sets aside ${name}`, async () => {
      const parsed = await parseFile(csv('time,k,value', '2021-01-01 00:00,a,1.5', row), { keys: 'k' });
      expect(parsed.bad).toEqual([bad]);
      expect(parsed.good).toEqual(['a|2021-01-01T00:00:00Z|1.5|null']);
    });
  }

  test('keeps the raw text and says what to do', async () => {
    const { details } = await parseFile(
      csv('time;k;value', '2021-01-01 00:00;a;1,5', '2021-01-01 01:00;a;many'),
      { keys: 'k' },
    );
    expect(details).toEqual([
      {
        line: 3n,
        reason: 'not_a_number',
        column: 'value',
        value: 'many',
        raw: '2021-01-01 01:00;a;many',
        problem: 'this is no number',
        remedy:
          'Write numbers without thousands separators and with one decimal mark in the whole file; leave missing values empty.',
      },
    ]);
  });

  test('sets aside negative values where the source has none', async () => {
    const { bad, details } = await parseFile(csv('time,value', '2021-01-01,0', '2021-01-01 01:00,-0.5'), {
      valuesAtLeastZero: true,
    });
    expect(bad).toEqual(['3 negative -0.5']);
    expect(details[0]?.['problem']).toBe('the value is negative, and this source has none below 0');
  });

  test('sets aside lines that are no JSON objects', async () => {
    const { good, bad } = await parseFile(
      csv('{"time":"2021-01-01","value":1}', '{"time":"2021-01-01T01:00","value":NaN}', '[1]', '{"time":'),
    );
    expect(good).toEqual(['2021-01-01T00:00:00Z|1|null']);
    expect(bad).toEqual(['2 not_finite NaN', '3 not_an_object null', '4 not_an_object null']);
  });

  test('sets aside NaN and infinity of Parquet, with the row number', async () => {
    const parquet = `SELECT TIMESTAMP '2021-01-01' + INTERVAL (i) HOUR AS "time", [1, 'nan'::DOUBLE, 'inf'::DOUBLE][i + 1] AS value FROM range(3) r(i)`;
    expect((await parseFile({ parquet })).bad).toEqual(['2 not_finite nan', '3 not_finite inf']);
  });
});

describe('parseTable: duplicates', () => {
  test('keeps one of equal rows and sets all of a contradiction aside', async () => {
    const { good, bad, counts } = await parseFile(
      csv(
        'time,value',
        '2021-01-01 00:00,1',
        '2021-01-01 00:00,1.0',
        '2021-01-01 01:00,2',
        '2021-01-01 02:00,3',
        '2021-01-01 01:00,4',
      ),
    );
    expect(good).toEqual(['2021-01-01T00:00:00Z|1|null', '2021-01-01T02:00:00Z|3|null']);
    expect(bad).toEqual(['4 conflicting_duplicate 2', '6 conflicting_duplicate 4']);
    expect(counts.repeatedRows).toBe(1);
  });

  test('takes rows with unlike known-at as versions; an instant within an hour counts from the next one', async () => {
    const { good, bad } = await parseFile(
      csv(
        'time,value,seen',
        '2021-01-01 00:00,1,2021-01-02T00:00Z',
        '2021-01-01 00:00,2,2021-01-03T00:00:01Z',
        '2021-01-01 00:00,3,2021-01-03T00:30:00Z',
        '2021-01-01 01:00,5,',
        '2021-01-01 02:00,6,2021-01-01T02:10Z',
        '2021-01-01 03:00,7,soon',
      ),
      { knownAt: 'seen' },
    );
    expect(good).toEqual([
      '2021-01-01T00:00:00Z|1|2021-01-02T00:00:00Z',
      // 2 and 3 both count from 01:00; the later instant is the version of that hour.
      '2021-01-01T00:00:00Z|3|2021-01-03T01:00:00Z',
      '2021-01-01T01:00:00Z|5|null',
      // A value is never known before its hour has ended.
      '2021-01-01T02:00:00Z|6|2021-01-01T03:00:00Z',
    ]);
    expect(bad).toEqual(['7 known_at_unreadable soon']);
  });

  test('sets versions aside that became known at one instant with unlike values', async () => {
    const { bad } = await parseFile(
      csv(
        'time,value,seen',
        '2021-01-01,1,2021-01-02T00:00Z',
        '2021-01-01,2,2021-01-02T00:00Z',
        '2021-01-01T05:00,2,2021-01-02T00:00Z',
      ),
      { knownAt: 'seen' },
    );
    expect(bad).toEqual(['2 conflicting_duplicate 1', '3 conflicting_duplicate 2']);
  });
});

describe('parseTable: local time', () => {
  test('gives the first row of a doubled autumn hour to summer time, per series', async () => {
    // 2021-10-31: 02:00 CEST = 00:00 UTC, 02:00 CET = 01:00 UTC.
    const { good, bad } = await parseFile(
      csv(
        'time,k,value',
        '2021-10-31 01:00,a,1',
        '2021-10-31 02:00,a,2',
        '2021-10-31 02:00,b,12',
        '2021-10-31 02:00,a,3',
        '2021-10-31 02:00,b,13',
        '2021-10-31 03:00,a,4',
      ),
      { keys: 'k', ...copenhagen },
    );
    expect(bad).toEqual([]);
    expect(good).toEqual([
      'a|2021-10-30T23:00:00Z|1|null',
      'a|2021-10-31T00:00:00Z|2|null',
      'a|2021-10-31T01:00:00Z|3|null',
      'a|2021-10-31T02:00:00Z|4|null',
      'b|2021-10-31T00:00:00Z|12|null',
      'b|2021-10-31T01:00:00Z|13|null',
    ]);
  });

  test('sets an hour aside that the spring switch skips, unless it has no value', async () => {
    const { good, bad, counts } = await parseFile(
      csv(
        'time,k,value',
        '2022-03-27 01:00,a,1',
        '2022-03-27T02:00,a,2',
        '2022-03-27 02:00,b,',
        '2022-03-27 03:00,a,3',
      ),
      { keys: 'k', ...copenhagen },
    );
    expect(good).toEqual(['a|2022-03-27T00:00:00Z|1|null', 'a|2022-03-27T01:00:00Z|3|null']);
    expect(bad).toEqual(['3 no_such_local_hour 2022-03-27T02:00']);
    expect(counts.missingValues).toBe(1);
  });

  test('reads known-at in a doubled hour as the later one', async () => {
    const { good } = await parseFile(csv('time,value,seen', '2021-10-30 12:00,1,2021-10-31 02:00'), {
      knownAt: 'seen',
      ...copenhagen,
    });
    expect(good).toEqual(['2021-10-30T10:00:00Z|1|2021-10-31T01:00:00Z']);
  });

  test('tells the runs of a doubled hour apart in every version of a file with known-at', async () => {
    const rows = [
      '2021-10-31 02:00,1,D1',
      '2021-10-31 02:00,2,D1',
      '2021-10-31 02:00,3,D2',
      '2021-10-31 02:00,4,D2',
    ];
    const { good } = await parseFile(
      csv(
        'time,value,seen',
        ...rows.map((row) => row.replace('D1', '2021-11-01').replace('D2', '2021-11-02')),
      ),
      { knownAt: 'seen', ...copenhagen },
    );
    expect(good.map((row) => row.slice(0, 22))).toEqual([
      '2021-10-31T00:00:00Z|1',
      '2021-10-31T00:00:00Z|3',
      '2021-10-31T01:00:00Z|2',
      '2021-10-31T01:00:00Z|4',
    ]);
  });

  test('keeps a zone of half hours on UTC hours', async () => {
    const { good, bad } = await parseFile(csv('time,value', '2021-01-01 05:30,1', '2021-01-01 06:00,2'), {
      timezone: 'Asia/Kolkata',
    });
    expect(good).toEqual(['2021-01-01T00:00:00Z|1|null']);
    expect(bad).toEqual(['3 not_on_the_hour 2021-01-01 06:00']);
  });
});
