import { defineRule } from '../rule.ts';
import { withBounds } from './kwargs.ts';

/** The number of columns lies between the bounds. */
export const expectTableColumnCountToBeBetween = defineRule({
  type: 'expect_table_column_count_to_be_between',
  isShared: true,
  states: 'The number of columns lies between the bounds.',
  kwargs: withBounds({}),
  columns: () => [],
  plan: (kwargs) => ({
    kind: 'columns',
    judge: ({ columns: { length } }) => {
      const [min, max] = [Number(kwargs.min_value ?? -Infinity), Number(kwargs.max_value ?? Infinity)];
      const isAbove = kwargs.strict_min ? length > min : length >= min;
      const success = isAbove && (kwargs.strict_max ? length < max : length <= max);
      return { success, observed: length, found: success ? [] : [`${length} columns`] };
    },
  }),
  proof: {
    sample: 'rows',
    kwargs: { min_value: 10, max_value: 13 },
    fault: 'ALTER TABLE sample ADD COLUMN extra INTEGER',
  },
});
