/** The same suite on the same tables: our verdicts beside those of the real Great Expectations. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqlEngine, quoteText, type SqlEngine } from '../packages/gridcast/src/store/index.ts';
import {
  checkRelation,
  describeRelation,
  exportSuite,
  parseSuite,
  type ExpectationReport,
} from '../packages/gridcast/src/validate/index.ts';
import { rules } from '../packages/gridcast/src/validate/rules/index.ts';

const root = path.dirname(import.meta.dirname);
const python = path.join(root, '.venv/bin/python');
const version = /^great_expectations==(\S+)$/mu.exec(
  readFileSync(path.join(root, 'tools/python-requirements.txt'), 'utf8'),
)?.[1];
const probe = `import great_expectations as g, sys; sys.exit(g.__version__ != '${version}')`;
const isThere = spawnSync(python, ['-c', probe]).status === 0;

/** 200 rows; the spoiled table differs in a few rows of each column. */
const TABLE = `SELECT i::INTEGER AS id, (200 - i)::BIGINT AS remaining,
    CASE WHEN i % 3 = 0 THEN 'DK2' ELSE 'DK1' END AS area, CASE WHEN i % 3 = 0 THEN 'east' ELSE 'west' END AS zone,
    printf('A-%03d', i) AS code, strftime(DATE '2021-01-01' + i::INTEGER, '%Y-%m-%d') AS day,
    '{"id": ' || i || '}' AS facts, TIMESTAMP '2021-01-01' + to_hours(i) AS "at",
    CASE WHEN i % 50 = 7 THEN NULL ELSE (100 + i % 24 + i / 10)::DOUBLE END AS value,
    CASE WHEN i % 50 = 7 THEN NULL ELSE (100 + i % 24 + i / 10)::DOUBLE END AS twin,
    (90 + i / 10)::DOUBLE AS low, (130 + i / 10)::DOUBLE AS high, NULL::VARCHAR AS note, (i % 5)::INTEGER AS level
  FROM range(200) r(i)`;
const FAULTS = `UPDATE t SET id = 4 WHERE id IN (3, 17);
  UPDATE t SET remaining = 500 WHERE code IN ('A-020', 'A-021', 'A-150');
  UPDATE t SET area = 'SE4' WHERE code IN ('A-030', 'A-031', 'A-032');
  UPDATE t SET area = NULL WHERE code IN ('A-040', 'A-041');
  UPDATE t SET day = '2021-02-30' WHERE code = 'A-050';
  UPDATE t SET facts = '{"id":' WHERE code IN ('A-060', 'A-061');
  UPDATE t SET value = 9000 WHERE code IN ('A-070', 'A-071', 'A-072');
  UPDATE t SET value = NULL WHERE code IN ('A-080', 'A-081');
  UPDATE t SET value = 'nan' WHERE code = 'A-090';
  UPDATE t SET high = low WHERE code IN ('A-100', 'A-101');
  UPDATE t SET high = NULL WHERE code = 'A-102';
  UPDATE t SET note = 'seen' WHERE code IN ('A-110', 'A-111');
  UPDATE t SET "at" = TIMESTAMP '2031-01-01' WHERE code = 'A-120';
  UPDATE t SET level = 7 WHERE code IN ('A-130', 'A-131');
  UPDATE t SET code = 'spoiled' WHERE code IN ('A-160', 'A-161', 'A-162', 'A-163')`;

type Kwargs = Readonly<Record<string, unknown>>;
const of = (type: string, ...variants: readonly Kwargs[]): readonly unknown[] =>
  variants.map((kwargs) => ({ type: `expect_${type}`, kwargs, severity: 'critical' }));
const some = { mostly: 0.98 };
const most = { mostly: 0.9 };
const bounds = (column: string, min: unknown, max: unknown): Kwargs => ({
  column,
  min_value: min,
  max_value: max,
});
const AB = { column_A: 'value', column_B: 'twin' };
const HL = { column_A: 'high', column_B: 'low' };
const pairs = [
  ['DK1', 'west'],
  ['DK2', 'east'],
];
const columns = ['id,remaining,area,zone,code,day,facts,at,value,twin,low,high,note,level'].flatMap((text) =>
  text.split(','),
);

const suite = {
  name: 'parity',
  expectations: [
    of(
      'column_to_exist',
      { column: 'value' },
      { column: 'kwh' },
      { column: 'value', column_index: 8 },
      { column: 'value', column_index: 2 },
    ),
    of('table_column_count_to_equal', { value: 14 }, { value: 13 }),
    of(
      'table_column_count_to_be_between',
      { min_value: 10, max_value: 14 },
      { max_value: 13 },
      { min_value: 15 },
    ),
    of(
      'table_columns_to_match_ordered_list',
      { column_list: columns },
      { column_list: columns.toReversed() },
    ),
    of(
      'table_columns_to_match_set',
      { column_set: columns.toReversed() },
      { column_set: ['id', 'kwh'], exact_match: false },
      { column_set: ['id'], exact_match: false },
      { column_set: ['id'] },
    ),
    of('table_row_count_to_equal', { value: 200 }, { value: 199 }),
    of(
      'table_row_count_to_be_between',
      { min_value: 100, max_value: 200 },
      { min_value: 201 },
      { max_value: 199 },
    ),
    of(
      'column_values_to_be_of_type',
      { column: 'value', type_: 'float64' },
      { column: 'value', type_: 'int64' },
      { column: 'id', type_: 'int32' },
      { column: 'remaining', type_: 'int64' },
    ),
    of(
      'column_values_to_be_in_type_list',
      { column: 'value', type_list: ['int64', 'float64'] },
      { column: 'id', type_list: ['float64', 'str'] },
    ),
    of(
      'column_values_to_not_be_null',
      { column: 'value' },
      { column: 'value', ...most },
      { column: 'area' },
      { column: 'area', mostly: 0.99 },
    ),
    of('column_values_to_be_null', { column: 'note' }, { column: 'note', ...some }, { column: 'value' }),
    of(
      'column_values_to_be_unique',
      { column: 'id' },
      { column: 'id', ...some },
      { column: 'code' },
      { column: 'area' },
    ),
    of(
      'compound_columns_to_be_unique',
      { column_list: ['area', 'day'] },
      { column_list: ['area', 'zone'] },
      { column_list: ['id', 'note'], ...some },
      { column_list: ['note', 'id'], ignore_row_if: 'any_value_is_missing' },
      { column_list: ['id', 'area'], ignore_row_if: 'never' },
    ),
    of(
      'column_values_to_be_in_set',
      { column: 'area', value_set: ['DK1', 'DK2'] },
      { column: 'area', value_set: ['DK1', 'DK2'], ...some },
      { column: 'level', value_set: [0, 1, 2, 3, 4] },
      { column: 'area', value_set: ['DK1'] },
    ),
    of(
      'column_values_to_not_be_in_set',
      { column: 'area', value_set: ['SE4', 'NO'] },
      { column: 'level', value_set: [7] },
      { column: 'level', value_set: [7], ...some },
    ),
    of(
      'column_values_to_be_between',
      bounds('value', 90, 200),
      { ...bounds('value', 90, 200), ...some },
      { ...bounds('value', 100, null), strict_min: true },
      { ...bounds('level', 0, 4), strict_max: true, ...most },
      bounds('at', '2021-01-01T00:00:00', '2022-01-01T00:00:00'),
    ),
    of(
      'column_values_to_be_increasing',
      { column: 'id' },
      { column: 'id', strictly: true },
      { column: 'low' },
      { column: 'value', ...most },
    ),
    of(
      'column_values_to_be_decreasing',
      { column: 'remaining' },
      { column: 'remaining', strictly: true },
      { column: 'remaining', ...some },
    ),
    of(
      'column_value_lengths_to_equal',
      { column: 'code', value: 5 },
      { column: 'code', value: 5, ...some },
      { column: 'day', value: 10 },
    ),
    of(
      'column_value_lengths_to_be_between',
      bounds('code', 4, 6),
      { ...bounds('code', 4, 6), ...most },
      { ...bounds('area', 3, null), strict_min: true },
    ),
    of(
      'column_values_to_match_regex',
      { column: 'code', regex: '^A-[0-9]{3}$' },
      { column: 'code', regex: '^A', ...some },
      { column: 'code', regex: '-[0-4]' },
    ),
    of(
      'column_values_to_not_match_regex',
      { column: 'code', regex: 'spoil' },
      { column: 'code', regex: 'spoil', ...most },
    ),
    of(
      'column_values_to_match_regex_list',
      { column: 'code', regex_list: ['^A-', '^B-'] },
      { column: 'code', regex_list: ['^A-', '1$'], match_on: 'all' },
      { column: 'code', regex_list: ['^A-'], match_on: 'any', ...most },
    ),
    of(
      'column_values_to_not_match_regex_list',
      { column: 'code', regex_list: ['^x', 'oil'] },
      { column: 'code', regex_list: ['^x', 'oil'], ...most },
    ),
    of(
      'column_values_to_match_strftime_format',
      { column: 'day', strftime_format: '%Y-%m-%d' },
      { column: 'day', strftime_format: '%Y-%m-%d', ...some },
      { column: 'day', strftime_format: '%d.%m.%Y' },
    ),
    of(
      'column_values_to_be_json_parseable',
      { column: 'facts' },
      { column: 'facts', ...some },
      { column: 'code' },
    ),
    of(
      'column_value_z_scores_to_be_less_than',
      { column: 'value', threshold: 3, double_sided: true },
      { column: 'value', threshold: 3, double_sided: true, ...some },
      { column: 'value', threshold: 1, double_sided: false },
    ),
    of(
      'column_values_to_not_be_outliers',
      { column: 'value', method: 'iqr', multiplier: 1.5 },
      { column: 'value', method: 'iqr', multiplier: 1.5, ...most },
      { column: 'value', method: 'std', multiplier: 3 },
    ),
    of(
      'column_min_to_be_between',
      bounds('value', 90, 110),
      bounds('value', 101, null),
      bounds('remaining', 1, 1),
    ),
    of('column_max_to_be_between', bounds('value', 100, 200), bounds('level', 4, 4), {
      ...bounds('level', null, 4),
      strict_max: true,
    }),
    of(
      'column_mean_to_be_between',
      bounds('value', 110, 130),
      bounds('level', 2, 2),
      bounds('level', 2.01, null),
    ),
    of(
      'column_median_to_be_between',
      bounds('value', 110, 130),
      bounds('level', 3, null),
      bounds('level', 2, 2),
    ),
    of('column_stdev_to_be_between', bounds('value', 1, 50), bounds('level', 0, 1.2)),
    of('column_sum_to_be_between', bounds('value', 10_000, 30_000), bounds('level', 400, 400)),
    of(
      'column_quantile_values_to_be_between',
      {
        column: 'level',
        quantile_ranges: {
          quantiles: [0.1, 0.5, 0.9],
          value_ranges: [
            [0, 0],
            [2, 2],
            [3, null],
          ],
        },
      },
      { column: 'value', quantile_ranges: { quantiles: [0.999], value_ranges: [[100, 200]] } },
    ),
    of(
      'column_unique_value_count_to_be_between',
      bounds('area', 2, 2),
      bounds('level', 5, 5),
      bounds('level', 6, null),
    ),
    of(
      'column_proportion_of_unique_values_to_be_between',
      bounds('code', 1, null),
      bounds('area', null, 0.012),
      bounds('id', 0.99, 1),
    ),
    of(
      'column_proportion_of_non_null_values_to_be_between',
      bounds('value', 0.97, 1),
      bounds('area', 1, 1),
      bounds('note', null, 0.005),
    ),
    of(
      'column_distinct_values_to_be_in_set',
      { column: 'area', value_set: ['DK1', 'DK2', 'DK'] },
      { column: 'level', value_set: [0, 1, 2, 3] },
    ),
    of(
      'column_distinct_values_to_contain_set',
      { column: 'area', value_set: ['DK1'] },
      { column: 'area', value_set: ['DK1', 'NO1'] },
    ),
    of(
      'column_distinct_values_to_equal_set',
      { column: 'area', value_set: ['DK1', 'DK2'] },
      { column: 'level', value_set: [0, 1, 2, 3, 4] },
      { column: 'level', value_set: [0, 1, 2, 3, 4, 5] },
    ),
    of(
      'column_most_common_value_to_be_in_set',
      { column: 'area', value_set: ['DK1'] },
      { column: 'area', value_set: ['DK2'] },
      { column: 'level', value_set: [0] },
      { column: 'level', value_set: [0], ties_okay: true },
    ),
    of(
      'column_pair_values_a_to_be_greater_than_b',
      HL,
      { ...HL, or_equal: true },
      { ...HL, ...some },
      { ...HL, ignore_row_if: 'either_value_is_missing', mostly: 0.99 },
      { column_A: 'low', column_B: 'high' },
    ),
    of(
      'column_pair_values_to_be_equal',
      AB,
      { ...AB, ...most },
      { ...AB, ignore_row_if: 'either_value_is_missing' },
      { ...AB, ignore_row_if: 'neither' },
    ),
    of(
      'column_pair_values_to_be_in_set',
      { column_A: 'area', column_B: 'zone', value_pairs_set: pairs },
      { column_A: 'area', column_B: 'zone', value_pairs_set: pairs, ...most },
      {
        column_A: 'area',
        column_B: 'zone',
        value_pairs_set: pairs,
        ignore_row_if: 'either_value_is_missing',
      },
    ),
    of(
      'multicolumn_sum_to_equal',
      { column_list: ['id', 'remaining'], sum_total: 200 },
      { column_list: ['id', 'remaining'], sum_total: 200, ...most },
    ),
    of(
      'multicolumn_values_to_be_equal',
      { column_list: ['value', 'twin'] },
      { column_list: ['value', 'twin'], ...most },
      { column_list: ['low', 'high'] },
    ),
    of(
      'select_column_values_to_be_unique_within_record',
      { column_list: ['value', 'low', 'high'] },
      { column_list: ['low', 'high'], ...some },
      { column_list: ['value', 'twin'] },
    ),
  ].flat(),
};

interface Verdict {
  readonly type: string;
  readonly success: boolean;
  readonly unexpected: number | null;
  readonly observed: unknown;
  readonly raised: string | null;
}

const tables = ['clean', 'spoiled'] as const;

/** Pandas has no LIKE; `expect_column_type_to_be` is for SQL tables. */
const notOnPandas = (type: string): boolean =>
  type.includes('_like_pattern') || type === 'expect_column_type_to_be';

describe.skipIf(!isThere)('parity with Great Expectations (needs: npm run peers)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'great-expectations-'));
  const { suite: parsed } = parseSuite(suite, { from: 'this test' });
  const ours = new Map<string, readonly ExpectationReport[]>();
  const theirs = new Map<string, readonly Verdict[]>();

  beforeAll(async () => {
    using engine = await openSqlEngine({ threads: 2 });
    for (const table of tables) ours.set(table, await checkTable(engine, table));
    writeFileSync(path.join(folder, 'suite.json'), JSON.stringify(exportSuite(parsed)));
    writeFileSync(path.join(folder, 'tables.json'), JSON.stringify(tables));
    const script = path.join(import.meta.dirname, 'python', 'great-expectations.py');
    execFileSync(python, [script, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    for (const table of tables) theirs.set(table, readJson(`${table}.json`) as readonly Verdict[]);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  async function checkTable(engine: SqlEngine, table: string): Promise<readonly ExpectationReport[]> {
    await engine.run(`CREATE OR REPLACE TABLE t AS ${TABLE}`);
    if (table === 'spoiled') await engine.run(FAULTS);
    await engine.run(
      `COPY (FROM t ORDER BY rowid) TO ${quoteText(path.join(folder, `${table}.parquet`))} (FORMAT parquet)`,
    );
    return checkRelation(engine, await describeRelation(engine, 't'), parsed);
  }

  function readJson(file: string): unknown {
    return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  }

  test('has a case for every rule that both have', () => {
    const wanted = rules.filter((rule) => rule.isShared && !notOnPandas(rule.type)).map((rule) => rule.type);
    expect([...new Set(parsed.expectations.map(({ rule }) => rule.type))].toSorted()).toEqual(
      wanted.toSorted(),
    );
  });

  test.each(tables)('gives the same verdicts on the %s table', (table) => {
    const compared = (ours.get(table) ?? []).map((report, index) => {
      const verdict = theirs.get(table)?.[index] as Verdict;
      return {
        mine: { type: report.type, kwargs: report.kwargs, success: report.success, raised: null },
        their: {
          type: verdict.type,
          kwargs: report.kwargs,
          success: verdict.success,
          raised: verdict.raised,
        },
      };
    });
    expect(compared.map(({ mine }) => mine)).toEqual(compared.map(({ their }) => their));
    expect(new Set(compared.map(({ mine }) => mine.success))).toEqual(new Set([true, false]));
  });

  test.each(tables)('counts the same unexpected rows in the %s table', (table) => {
    const counted = (ours.get(table) ?? []).flatMap((report, index) => {
      const verdict = theirs.get(table)?.[index] as Verdict;
      if (verdict.unexpected === null || report.considered === undefined) return [];
      return [{ report, mine: report.failures, their: verdict.unexpected }];
    });
    expect(counted.length).toBeGreaterThan(70);
    for (const { report, mine, their } of counted) {
      expect(mine, `${report.type} ${JSON.stringify(report.kwargs)}`).toBe(their);
    }
  });

  test.each(tables)('observes the same values in the %s table', (table) => {
    const observed = (ours.get(table) ?? []).flatMap((report, index) => {
      const verdict = theirs.get(table)?.[index] as Verdict;
      return report.observed === undefined || report.type?.includes('type') === true
        ? []
        : [{ report, mine: report.observed, their: verdict.observed }];
    });
    expect(observed.length).toBeGreaterThan(30);
    for (const { report, mine, their } of observed) {
      const name = `${report.type} ${JSON.stringify(report.kwargs)}`;
      if (typeof mine === 'number')
        expect(Math.abs(mine - Number(their)), name).toBeLessThanOrEqual(1e-9 * Math.abs(mine));
      else expect(their, name).toEqual(mine);
    }
  });

  test('reads back the suite that Great Expectations writes', () => {
    const back = parseSuite(readJson('suite.back.json'), { from: 'suite.back.json' }).suite;
    const facts = ({ rule, kwargs, severity }: (typeof back.expectations)[number]): unknown => {
      // it leaves out parameters that are null
      const there = Object.entries(kwargs as object).filter(([, value]) => value !== null);
      return [rule.type, Object.fromEntries(there), severity];
    };
    const sorted = (items: readonly unknown[]): string[] =>
      items.map((item) => JSON.stringify(item)).toSorted();
    expect(sorted(back.expectations.map(facts))).toEqual(sorted(parsed.expectations.map(facts)));
  });
});
