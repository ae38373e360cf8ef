import { describe, expect, test } from 'vitest';
import { exportSuite } from './export-suite.ts';
import { parseSuite } from './rule-suite.ts';
import { rules } from './rules/index.ts';

const from = 'a test';
const between = { type: 'expect_column_values_to_be_between', kwargs: { column: 'value', min_value: 0 } };

describe('parseSuite', () => {
  test('reads a suite of Great Expectations 1.x, its severities and presentation left aside', () => {
    const { suite } = parseSuite(
      {
        name: 'meters',
        id: '2f6b',
        meta: { great_expectations_version: '1.24.1' },
        notes: null,
        expectations: [
          { ...between, severity: 'critical', id: '1', meta: {}, rendered_content: [] },
          { ...between, severity: 'warning' },
          {
            ...between,
            kwargs: { ...between.kwargs, result_format: 'BASIC', batch_id: 'x' },
            severity: 'info',
          },
          between,
        ],
      },
      { from },
    );
    expect(suite).toMatchObject({ name: 'meters', on: 'observations' });
    expect(suite.expectations.map(({ name, given, severity }) => [name, given, severity])).toEqual([
      ['expect_column_values_to_be_between(value)', between.kwargs, 'stop'],
      ['expect_column_values_to_be_between(value) #2', between.kwargs, 'warn'],
      ['expect_column_values_to_be_between(value) #3', between.kwargs, 'warn'],
      ['expect_column_values_to_be_between(value) #4', between.kwargs, 'stop'],
    ]);
  });

  test('reads a suite of 0.18, for another relation where one is given', () => {
    const old = {
      expectation_suite_name: 'old',
      data_asset_type: null,
      expectations: [{ expectation_type: between.type, kwargs: between.kwargs, meta: {} }],
    };
    const { suite } = parseSuite(old, { from, on: 'raw' });
    expect([suite.name, suite.on, suite.expectations.length]).toEqual(['old', 'raw', 1]);
  });

  test('names everything that it cannot use, and what is near', () => {
    const suite = {
      name: 'wrong',
      expectations: [
        { type: 'expect_column_values_to_be_betwen', kwargs: { column: 'value' } },
        { type: 'expect_column_values_to_be_unique', kwargs: { column: 'value', row_condition: 'x > 1' } },
        { type: 'expect_column_mean_to_be_between', kwargs: { column: 'value' } },
        { type: 'expect_column_max_to_be_between', kwargs: { column: 'v', min_value: 2, max_value: 1 } },
        between,
      ],
    };
    expect(() => parseSuite(suite, { from })).toThrow(
      'The suite of a test cannot be used: expect_column_values_to_be_betwen is not known, but ' +
        'expect_column_values_to_be_between is; expect_column_values_to_be_unique: there is no parameter row_condition; ' +
        'expect_column_mean_to_be_between: min_value, max_value or both are wanted; ' +
        'expect_column_max_to_be_between: min_value is above max_value. ' +
        'Mend it, or take what is known with --leave-out-unknown.',
    );
    const { suite: rest, leftOut } = parseSuite(suite, { from, leaveOutUnknown: true });
    expect([rest.expectations.length, leftOut.length]).toEqual([1, 4]);
  });

  test.each([
    ['no expectations', { name: 'x' }, /expectations: /u],
    ['no name', { expectations: [] }, /it has no name/u],
    ['no type', { name: 'x', expectations: [{}] }, /expectations.0: it has no type/u],
    ['an unknown relation', { name: 'x', on: 'clouds', expectations: [] }, /on: .*"observations"/u],
    ['a list', [], /expected object/u],
  ])('refuses a suite with %s', (_, value, message) => {
    expect(() => parseSuite(value, { from })).toThrow(message);
    expect(() => parseSuite(value, { from })).toThrow(
      expect.objectContaining({ code: 'VALIDATE_SUITE_INVALID' }),
    );
  });

  test('an export holds every rule and reads back as it was; what only Gridcast has is not among the shared', () => {
    const given = rules.map(({ type, proof }, i) => ({
      type,
      kwargs: proof.kwargs,
      severity: i % 2 === 0 ? 'critical' : 'warning',
    }));
    const { suite } = parseSuite({ name: 'all', on: 'versions', expectations: given }, { from });
    const exported = exportSuite(suite);
    expect(exported.expectations.filter(({ type }) => type.startsWith('expect_series'))).toEqual([]);
    expect(exported.meta.gridcast.expectations.map(({ type }) => type)).toContain(
      'expect_series_not_to_be_flat',
    );
    expect(parseSuite(JSON.parse(JSON.stringify(exported)), { from }).suite).toEqual(suite);
  });
});
