import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { column, mostly } from './kwargs.ts';
import { typePlan } from './plans.ts';

/** The column has one of the given types. A type may be named as in DuckDB, SQL, pandas or Python. */
export const expectColumnValuesToBeInTypeList = defineRule({
  type: 'expect_column_values_to_be_in_type_list',
  isShared: true,
  states: 'The column has one of the given types.',
  kwargs: z.strictObject({ ...column, ...mostly, type_list: z.array(z.string().min(1)).min(1) }),
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs) => typePlan(kwargs.column, kwargs.type_list),
  proof: {
    sample: 'rows',
    kwargs: { column: 'value', type_list: ['float64', 'int64'] },
    fault: 'ALTER TABLE sample ALTER value TYPE VARCHAR',
  },
});
