/** The table of rules: one line a rule. */
import type { AnyRule } from '../rule.ts';
import { expectColumnDistinctValuesToBeInSet } from './expect-column-distinct-values-to-be-in-set.ts';
import { expectColumnDistinctValuesToContainSet } from './expect-column-distinct-values-to-contain-set.ts';
import { expectColumnDistinctValuesToEqualSet } from './expect-column-distinct-values-to-equal-set.ts';
import { expectColumnMaxToBeBetween } from './expect-column-max-to-be-between.ts';
import { expectColumnMeanToBeBetween } from './expect-column-mean-to-be-between.ts';
import { expectColumnMedianToBeBetween } from './expect-column-median-to-be-between.ts';
import { expectColumnMinToBeBetween } from './expect-column-min-to-be-between.ts';
import { expectColumnMostCommonValueToBeInSet } from './expect-column-most-common-value-to-be-in-set.ts';
import { expectColumnPairValuesAToBeGreaterThanB } from './expect-column-pair-values-a-to-be-greater-than-b.ts';
import { expectColumnPairValuesToBeEqual } from './expect-column-pair-values-to-be-equal.ts';
import { expectColumnPairValuesToBeInSet } from './expect-column-pair-values-to-be-in-set.ts';
import { expectColumnProportionOfNonNullValuesToBeBetween } from './expect-column-proportion-of-non-null-values-to-be-between.ts';
import { expectColumnProportionOfUniqueValuesToBeBetween } from './expect-column-proportion-of-unique-values-to-be-between.ts';
import { expectColumnQuantileValuesToBeBetween } from './expect-column-quantile-values-to-be-between.ts';
import { expectColumnStdevToBeBetween } from './expect-column-stdev-to-be-between.ts';
import { expectColumnSumToBeBetween } from './expect-column-sum-to-be-between.ts';
import { expectColumnToExist } from './expect-column-to-exist.ts';
import { expectColumnTypeToBe } from './expect-column-type-to-be.ts';
import { expectColumnUniqueValueCountToBeBetween } from './expect-column-unique-value-count-to-be-between.ts';
import { expectColumnValueLengthsToBeBetween } from './expect-column-value-lengths-to-be-between.ts';
import { expectColumnValueLengthsToEqual } from './expect-column-value-lengths-to-equal.ts';
import { expectColumnValueZScoresToBeLessThan } from './expect-column-value-z-scores-to-be-less-than.ts';
import { expectColumnValuesToBeBetween } from './expect-column-values-to-be-between.ts';
import { expectColumnValuesToBeDecreasing } from './expect-column-values-to-be-decreasing.ts';
import { expectColumnValuesToBeInSet } from './expect-column-values-to-be-in-set.ts';
import { expectColumnValuesToBeInTypeList } from './expect-column-values-to-be-in-type-list.ts';
import { expectColumnValuesToBeIncreasing } from './expect-column-values-to-be-increasing.ts';
import { expectColumnValuesToBeJsonParseable } from './expect-column-values-to-be-json-parseable.ts';
import { expectColumnValuesToBeNull } from './expect-column-values-to-be-null.ts';
import { expectColumnValuesToBeOfType } from './expect-column-values-to-be-of-type.ts';
import { expectColumnValuesToBeUnique } from './expect-column-values-to-be-unique.ts';
import { expectColumnValuesToMatchLikePatternList } from './expect-column-values-to-match-like-pattern-list.ts';
import { expectColumnValuesToMatchLikePattern } from './expect-column-values-to-match-like-pattern.ts';
import { expectColumnValuesToMatchRegexList } from './expect-column-values-to-match-regex-list.ts';
import { expectColumnValuesToMatchRegex } from './expect-column-values-to-match-regex.ts';
import { expectColumnValuesToMatchStrftimeFormat } from './expect-column-values-to-match-strftime-format.ts';
import { expectColumnValuesToNotBeInSet } from './expect-column-values-to-not-be-in-set.ts';
import { expectColumnValuesToNotBeNull } from './expect-column-values-to-not-be-null.ts';
import { expectColumnValuesToNotBeOutliers } from './expect-column-values-to-not-be-outliers.ts';
import { expectColumnValuesToNotMatchLikePatternList } from './expect-column-values-to-not-match-like-pattern-list.ts';
import { expectColumnValuesToNotMatchLikePattern } from './expect-column-values-to-not-match-like-pattern.ts';
import { expectColumnValuesToNotMatchRegexList } from './expect-column-values-to-not-match-regex-list.ts';
import { expectColumnValuesToNotMatchRegex } from './expect-column-values-to-not-match-regex.ts';
import { expectCompoundColumnsToBeUnique } from './expect-compound-columns-to-be-unique.ts';
import { expectMulticolumnSumToEqual } from './expect-multicolumn-sum-to-equal.ts';
import { expectMulticolumnValuesToBeEqual } from './expect-multicolumn-values-to-be-equal.ts';
import { expectSelectColumnValuesToBeUniqueWithinRecord } from './expect-select-column-values-to-be-unique-within-record.ts';
import { expectSeriesHoursToBeComplete } from './expect-series-hours-to-be-complete.ts';
import { expectSeriesHoursToBeUnique } from './expect-series-hours-to-be-unique.ts';
import { expectSeriesLevelNotToShift } from './expect-series-level-not-to-shift.ts';
import { expectSeriesLocalDaysToBeComplete } from './expect-series-local-days-to-be-complete.ts';
import { expectSeriesNotToBeFlat } from './expect-series-not-to-be-flat.ts';
import { expectSeriesNotToBeNearlyFlat } from './expect-series-not-to-be-nearly-flat.ts';
import { expectSeriesSumToEqualControlTotal } from './expect-series-sum-to-equal-control-total.ts';
import { expectTableColumnCountToBeBetween } from './expect-table-column-count-to-be-between.ts';
import { expectTableColumnCountToEqual } from './expect-table-column-count-to-equal.ts';
import { expectTableColumnsToMatchOrderedList } from './expect-table-columns-to-match-ordered-list.ts';
import { expectTableColumnsToMatchSet } from './expect-table-columns-to-match-set.ts';
import { expectTableRowCountToBeBetween } from './expect-table-row-count-to-be-between.ts';
import { expectTableRowCountToEqual } from './expect-table-row-count-to-equal.ts';

/** Every rule; shared ones first. */
export const rules: readonly AnyRule[] = [
  expectColumnDistinctValuesToBeInSet,
  expectColumnDistinctValuesToContainSet,
  expectColumnDistinctValuesToEqualSet,
  expectColumnMaxToBeBetween,
  expectColumnMeanToBeBetween,
  expectColumnMedianToBeBetween,
  expectColumnMinToBeBetween,
  expectColumnMostCommonValueToBeInSet,
  expectColumnPairValuesAToBeGreaterThanB,
  expectColumnPairValuesToBeEqual,
  expectColumnPairValuesToBeInSet,
  expectColumnProportionOfNonNullValuesToBeBetween,
  expectColumnProportionOfUniqueValuesToBeBetween,
  expectColumnQuantileValuesToBeBetween,
  expectColumnStdevToBeBetween,
  expectColumnSumToBeBetween,
  expectColumnToExist,
  expectColumnTypeToBe,
  expectColumnUniqueValueCountToBeBetween,
  expectColumnValueLengthsToBeBetween,
  expectColumnValueLengthsToEqual,
  expectColumnValueZScoresToBeLessThan,
  expectColumnValuesToBeBetween,
  expectColumnValuesToBeDecreasing,
  expectColumnValuesToBeInSet,
  expectColumnValuesToBeInTypeList,
  expectColumnValuesToBeIncreasing,
  expectColumnValuesToBeJsonParseable,
  expectColumnValuesToBeNull,
  expectColumnValuesToBeOfType,
  expectColumnValuesToBeUnique,
  expectColumnValuesToMatchLikePatternList,
  expectColumnValuesToMatchLikePattern,
  expectColumnValuesToMatchRegexList,
  expectColumnValuesToMatchRegex,
  expectColumnValuesToMatchStrftimeFormat,
  expectColumnValuesToNotBeInSet,
  expectColumnValuesToNotBeNull,
  expectColumnValuesToNotBeOutliers,
  expectColumnValuesToNotMatchLikePatternList,
  expectColumnValuesToNotMatchLikePattern,
  expectColumnValuesToNotMatchRegexList,
  expectColumnValuesToNotMatchRegex,
  expectCompoundColumnsToBeUnique,
  expectMulticolumnSumToEqual,
  expectMulticolumnValuesToBeEqual,
  expectSelectColumnValuesToBeUniqueWithinRecord,
  expectTableColumnCountToBeBetween,
  expectTableColumnCountToEqual,
  expectTableColumnsToMatchOrderedList,
  expectTableColumnsToMatchSet,
  expectTableRowCountToBeBetween,
  expectTableRowCountToEqual,
  expectSeriesHoursToBeComplete,
  expectSeriesHoursToBeUnique,
  expectSeriesLevelNotToShift,
  expectSeriesLocalDaysToBeComplete,
  expectSeriesNotToBeFlat,
  expectSeriesNotToBeNearlyFlat,
  expectSeriesSumToEqualControlTotal,
];

const ruleByType = new Map(rules.map((rule) => [rule.type, rule]));

/** The rule of that type; undefined where there is none. */
export function findRule(type: string): AnyRule | undefined {
  return ruleByType.get(type);
}
