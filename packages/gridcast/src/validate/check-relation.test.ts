import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSqlEngine, type SqlEngine } from '../store/index.ts';
import { checkRelation } from './check-relation.ts';
import type { ExpectationReport } from './expectation.ts';
import { loadSample } from './prove/samples.ts';
import { describeRelation } from './relation.ts';
import { parseSuite } from './rule-suite.ts';

type Given = readonly [type: string, kwargs: object];

async function check(
  engine: SqlEngine,
  fault: string,
  given: readonly Given[],
): Promise<readonly ExpectationReport[]> {
  const relation = await loadSample(engine, 'hours', fault);
  const expectations = given.map(([type, kwargs]) => ({ type: `expect_${type}`, kwargs }));
  return checkRelation(engine, relation, parseSuite({ name: 's', expectations }, { from: 'a test' }).suite);
}

const at = (time: string): string => `hour_utc = TIMESTAMP '2021-03-${time}'`;

describe('checkRelation', () => {
  test('names failing rows by key and hour, 20 at most, and counts all', async () => {
    using engine = await openSqlEngine({ threads: 2 });
    const [report] = await check(
      engine,
      `UPDATE sample SET value = -1 WHERE area = 'DK2' AND ${at('20 05:00:00')}`,
      [['column_values_to_be_between', { column: 'value', min_value: 0 }]],
    );
    expect(report).toMatchObject({
      expectation: 's: expect_column_values_to_be_between(value)',
      success: false,
      considered: 3024,
      failures: 1,
      examples: [{ key: ['DK2'], hour: '2021-03-20T05:00:00Z', found: 'value is -1.0' }],
    });
    const [many] = await check(engine, 'UPDATE sample SET value = -value', [
      ['column_values_to_be_between', { column: 'value', min_value: 0 }],
    ]);
    expect([many?.failures, many?.examples.length]).toEqual([3024, 20]);
  });

  test('an expectation that cannot be checked fails, says why, and spoils no other', async () => {
    using engine = await openSqlEngine({ threads: 1 });
    const reports = await check(engine, '', [
      ['column_mean_to_be_between', { column: 'valu', min_value: 0 }],
      ['column_mean_to_be_between', { column: 'area', min_value: 0 }],
      ['column_values_to_be_between', { column: 'value', min_value: 'low' }],
      ['column_values_to_match_regex', { column: 'area', regex: '(?=x)' }],
      ['series_sum_to_equal_control_total', { total: { value: 'DK' } }],
      ['column_values_to_not_be_null', { column: 'value' }],
    ]);
    expect(reports.map((report) => [report.success, report.examples[0]?.found.split('\n')[0]])).toEqual([
      [false, 'could not be checked: there is no column valu; did you mean value?'],
      [false, 'could not be checked: column area is VARCHAR, but numbers are wanted'],
      [false, 'could not be checked: column value is DOUBLE, but "low" is not of that kind'],
      [false, expect.stringContaining('invalid perl operator: (?=')],
      [false, 'could not be checked: value is no key of the series: area are'],
      [true, undefined],
    ]);
  });

  test('time-series rules say where and what', async () => {
    using engine = await openSqlEngine({ threads: 2 });
    const zone = { timezone: 'Europe/Copenhagen' };
    const seen = async (fault: string, type: string, kwargs: object = {}): Promise<unknown> => {
      const [report] = await check(engine, fault, [[type, kwargs]]);
      return [report?.failures, report?.examples[0]];
    };
    const missing = `DELETE FROM sample WHERE area = 'DK1' AND ${at('28 01:00:00')}`;
    expect(await seen(missing, 'series_local_days_to_be_complete', zone)).toEqual([
      1,
      { key: ['DK1'], hour: '2021-03-27T23:00:00Z', found: '2021-03-28 has 22 of 23 hours' },
    ]);
    expect(await seen(missing, 'series_local_days_to_be_complete', { ...zone, mostly: 0.95 })).toEqual([
      1,
      expect.anything(),
    ]);
    // a file of local times read as UTC lacks the hour that the clock skipped
    expect(
      await seen(`DELETE FROM sample WHERE ${at('28 02:00:00')}`, 'series_hours_to_be_complete'),
    ).toEqual([3, { key: ['DK'], hour: '2021-03-28T02:00:00Z', found: '1 hours missing from here' }]);
    const off = `UPDATE sample SET value = value + 50 WHERE area = 'DK' AND ${at('20 05:00:00')}`;
    expect(await seen(off, 'series_sum_to_equal_control_total', { total: { area: 'DK' } })).toEqual([
      1,
      {
        key: ['DK'],
        hour: '2021-03-20T05:00:00Z',
        found: 'the total is 921.0, its 2 parts are 871.0',
      },
    ]);
    const some = { total: { area: 'DK' }, parts: { area: ['DK1'] }, mostly: 0.5 };
    expect(await seen('', 'series_sum_to_equal_control_total', some)).toEqual([1008, expect.anything()]);
    const half = `UPDATE sample SET value = value / 4 WHERE area = 'DK1' AND hour_utc >= TIMESTAMP '2021-03-20'`;
    expect(await seen(half, 'series_level_not_to_shift')).toEqual([
      1,
      {
        key: ['DK1'],
        hour: '2021-03-20T00:00:00Z',
        found: expect.stringMatching(/^from a mean of [\d.]+ to [\d.]+ an hour$/u),
      },
    ]);
  });

  test('increasing is meant within each series', async () => {
    using engine = await openSqlEngine({ threads: 2 });
    const rising: Given = ['column_values_to_be_increasing', { column: 'hour_utc', strictly: true }];
    expect((await check(engine, '', [rising]))[0]).toMatchObject({ success: true, considered: 3024 });
  });

  test('counts and verdicts are those of a loop over the cells', async () => {
    using engine = await openSqlEngine({ threads: 2 });
    const cell = fc.option(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(Number.NaN)), { nil: null });
    const property = fc.asyncProperty(
      fc.array(cell, { maxLength: 30 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (cells, mostly) => {
        await engine.run('CREATE OR REPLACE TABLE t (x DOUBLE)');
        for (const value of cells)
          await engine.run(`INSERT INTO t VALUES (${value === null ? 'NULL' : `'${value}'::DOUBLE`})`);
        const kwargs = { column: 'x', mostly };
        const expectations = [
          { type: 'expect_column_values_to_be_between', kwargs: { ...kwargs, min_value: 0 } },
          { type: 'expect_column_values_to_be_unique', kwargs },
          { type: 'expect_column_values_to_not_be_null', kwargs },
          { type: 'expect_column_values_to_be_increasing', kwargs },
        ];
        const { suite } = parseSuite({ name: 's', expectations }, { from: 'a test' });
        const reports = await checkRelation(engine, await describeRelation(engine, 't'), suite);
        const present = cells.filter((value) => value !== null && !Number.isNaN(value)) as number[];
        const wanted = [
          [present.length, present.filter((value) => value < 0).length],
          [
            present.length,
            present.filter((value) => present.filter((other) => other === value).length > 1).length,
          ],
          [cells.length, cells.length - present.length],
          [present.length, present.filter((value, i) => i > 0 && value < (present[i - 1] ?? 0)).length],
        ] as const;
        expect(reports.map((report) => [report.considered, report.failures])).toEqual(wanted);
        expect(reports.map((report) => report.success)).toEqual(
          wanted.map(([n, wrong]) => n === 0 || (n - wrong) / n >= mostly),
        );
      },
    );
    await fc.assert(property, { numRuns: 40, seed: 1 });
  });
});
