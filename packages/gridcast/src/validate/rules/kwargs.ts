/** Parameters that rules share, under the names that Great Expectations gives them. */
import { z } from 'zod';

export const scalar = z.union([z.number(), z.string(), z.boolean()]);

const columnName = z.string().min(1);

export const column = { column: columnName };
export const columnList = { column_list: z.array(columnName).min(1) };
export const columnPair = { column_A: columnName, column_B: columnName };

/** The least share of rows that must hold. */
export const mostly = { mostly: z.number().min(0).max(1).default(1) };

const strict = { strict_min: z.boolean().default(false), strict_max: z.boolean().default(false) };

interface Ends {
  readonly min_value?: unknown;
  readonly max_value?: unknown;
}
const hasEnd = ({ min_value: min, max_value: max }: Ends): boolean =>
  (min !== undefined && min !== null) || (max !== undefined && max !== null);

/** Adds bounds to a shape; at least one end must be given, and they must not be the wrong way round. */
export function withBounds<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const end = scalar.nullish();
  return z
    .strictObject({ ...shape, min_value: end, max_value: end, ...strict })
    .refine((kwargs) => hasEnd(kwargs as Ends), 'min_value, max_value or both are wanted')
    .refine((kwargs) => isOrdered(kwargs as Ends), 'min_value is above max_value');
}

function isOrdered({ min_value: min, max_value: max }: Ends): boolean {
  if (typeof min === 'number' && typeof max === 'number') return min <= max;
  return true;
}

/** What a rule about two columns does with missing cells. */
export const ignorePair = {
  ignore_row_if: z
    .enum(['both_values_are_missing', 'either_value_is_missing', 'neither'])
    .default('both_values_are_missing'),
};

/** What a rule about several columns does with missing cells. */
export const ignoreRecord = {
  ignore_row_if: z
    .enum(['all_values_are_missing', 'any_value_is_missing', 'never'])
    .default('all_values_are_missing'),
};

/** The columns of a time series, where they are not those of the relation. */
export const series = {
  keys: z.array(columnName).optional(),
  time: columnName.optional(),
  value: columnName.optional(),
};
