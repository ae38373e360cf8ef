import { z } from 'zod';
import { quoteIdentifier } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { column } from './kwargs.ts';
import { isPresent, numberLiteral, numericColumn } from './sql.ts';

const range = z.tuple([z.number().nullable(), z.number().nullable()]);

/** Great Expectations lets a value pass that is as near to a bound as this share of it. */
const TOLERANCE = 1e-4;

/**
 * Each quantile lies within its range, ends included; null leaves an end open. A quantile is a value that occurs: the first
 * with at least that share of values at or below it.
 */
export const expectColumnQuantileValuesToBeBetween = defineRule({
  type: 'expect_column_quantile_values_to_be_between',
  isShared: true,
  states: 'Each given quantile of the column lies within its range.',
  kwargs: z.strictObject({
    ...column,
    quantile_ranges: z
      .strictObject({
        quantiles: z.array(z.number().min(0).max(1)).min(1),
        value_ranges: z.array(range).min(1),
      })
      .refine(
        (it) => it.quantiles.length === it.value_ranges.length,
        'as many ranges as quantiles are wanted',
      ),
    allow_relative_error: z.union([z.boolean(), z.string()]).optional(),
  }),
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs, relation) => {
    const cell = numericColumn(relation, kwargs.column);
    const { quantiles, value_ranges: ranges } = kwargs.quantile_ranges;
    const quantile = (share: number): string =>
      `(quantile_disc(${quoteIdentifier(cell.name)}, ${numberLiteral(share)}) FILTER (WHERE ${isPresent(cell)}))::DOUBLE`;
    return {
      kind: 'aggregate',
      values: Object.fromEntries(quantiles.map((share, i) => [`q${i}`, quantile(share)])),
      judge: (found) => {
        const values = quantiles.map((_, i) => (found[`q${i}`] ?? null) as number | null);
        const wrong = values.flatMap((value, i) =>
          isInRange(value, ranges[i] ?? [null, null]) ? [] : [`quantile ${quantiles[i]} is ${value}`],
        );
        return { success: wrong.length === 0, observed: { quantiles, values }, found: wrong };
      },
    };
  },
  proof: {
    sample: 'rows',
    kwargs: {
      column: 'value',
      quantile_ranges: {
        quantiles: [0.25, 0.75],
        value_ranges: [
          [90, 110],
          [105, null],
        ],
      },
    },
    fault: 'UPDATE sample SET value = value / 100',
  },
});

function isInRange(value: number | null, [min, max]: readonly [number | null, number | null]): boolean {
  if (value === null) return false;
  const isNear = (end: number | null): boolean =>
    end !== null && Math.abs(value - end) <= TOLERANCE * Math.abs(end) + Number.EPSILON;
  return isNear(min) || isNear(max) || ((min ?? -Infinity) <= value && value <= (max ?? Infinity));
}
