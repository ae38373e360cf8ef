/** The source's own suite in the words of rules, for export: what Great Expectations can check of it. */
import type { Json } from '../core/index.ts';
import type { ValidationSubject } from './expectation.ts';
import { parseSuite, type RuleSuite } from './rule-suite.ts';

/** The expectations that the source's declaration makes of the relation `observations`. */
export function sourceSuite(subject: Omit<ValidationSubject, 'presentHour'>): RuleSuite {
  const keys = subject.keys.map(({ name }) => name);
  const columns = [...keys, 'target_hour_utc', 'value'];
  const of = (type: string, kwargs: Readonly<Record<string, Json>>, severity = 'critical'): Json => ({
    type,
    kwargs,
    severity,
  });
  const sets = subject.keys.flatMap(({ name, values }) =>
    values === undefined
      ? []
      : [of('expect_column_values_to_be_in_set', { column: name, value_set: values })],
  );
  const typeOf = (column: string): string =>
    ({ target_hour_utc: 'datetime64', value: 'float64' })[column] ?? 'str';
  return parseSuite(
    {
      name: 'source',
      on: 'observations',
      expectations: [
        of('expect_table_columns_to_match_ordered_list', { column_list: columns }),
        ...columns.map((column) =>
          of('expect_column_values_to_be_of_type', { column, type_: typeOf(column) }),
        ),
        ...columns.map((column) => of('expect_column_values_to_not_be_null', { column })),
        of('expect_compound_columns_to_be_unique', { column_list: [...keys, 'target_hour_utc'] }),
        ...sets,
        ...(subject.valuesAtLeastZero
          ? [of('expect_column_values_to_be_between', { column: 'value', min_value: 0 })]
          : []),
        of('expect_series_hours_to_be_complete', {}, 'warning'),
        of('expect_series_not_to_be_flat', { hours: 72 }, 'warning'),
      ],
    },
    { from: 'the source' },
  ).suite;
}
