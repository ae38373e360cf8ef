import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { column } from './kwargs.ts';
import { getColumn } from './sql.ts';
import { isOfType } from './type-names.ts';

/** The type of the column is the given one. A type may be named as in DuckDB, SQL, pandas or Python. */
export const expectColumnTypeToBe = defineRule({
  type: 'expect_column_type_to_be',
  isShared: true,
  states: 'The type of the column is the given one.',
  kwargs: z.strictObject({ ...column, type_: z.string().min(1) }),
  columns: (kwargs) => [kwargs.column],
  plan: (kwargs) => ({
    kind: 'columns',
    judge: (relation) => {
      const { column: name, type_: wanted } = kwargs;
      const { type } = getColumn(relation, name);
      const success = isOfType(type, wanted);
      return { success, observed: type, found: success ? [] : [`${name} is ${type}`] };
    },
  }),
  proof: {
    sample: 'rows',
    kwargs: { column: 'value', type_: 'DOUBLE' },
    fault: 'ALTER TABLE sample ALTER value TYPE VARCHAR',
  },
});
