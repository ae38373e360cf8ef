import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { column, mostly } from './kwargs.ts';
import { typePlan } from './plans.ts';

/** The column has the given type. A type may be named as in DuckDB, SQL, pandas or Python. */
export const expectColumnValuesToBeOfType = defineRule({
  type: 'expect_column_values_to_be_of_type',
  isShared: true,
  states: 'The column has the given type.',
  kwargs: z.strictObject({ ...column, ...mostly, type_: z.string().min(1) }),
  columns: (kwargs) => [kwargs.column],
  plan: ({ column: name, type_: wanted }) => typePlan(name, [wanted]),
  proof: {
    sample: 'rows',
    kwargs: { column: 'value', type_: 'float64' },
    fault: 'ALTER TABLE sample ALTER value TYPE VARCHAR',
  },
});
