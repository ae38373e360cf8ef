import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { column } from './kwargs.ts';
import { typePlan } from './plans.ts';

/** The type of the column is the given one. A type may be named as in DuckDB, SQL, pandas or Python. */
export const expectColumnTypeToBe = defineRule({
  type: 'expect_column_type_to_be',
  isShared: true,
  states: 'The type of the column is the given one.',
  kwargs: z.strictObject({ ...column, type_: z.string().min(1) }),
  columns: (kwargs) => [kwargs.column],
  plan: ({ column: name, type_: wanted }) => typePlan(name, [wanted]),
  proof: {
    sample: 'rows',
    kwargs: { column: 'value', type_: 'DOUBLE' },
    fault: 'ALTER TABLE sample ALTER value TYPE VARCHAR',
  },
});
