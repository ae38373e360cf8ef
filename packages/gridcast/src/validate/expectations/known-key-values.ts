import { quoteText } from '../../store/index.ts';
import type { Expectation } from '../expectation.ts';
import { failingRows } from '../failing-rows.ts';

export const knownKeyValues: Expectation = {
  name: 'known_key_values',
  states: 'Every key has one of the values that the source declares for it.',
  severity: 'stop',
  async check(context) {
    const queries = context.subject.keys.flatMap(({ name, values }, index) => {
      if (values === undefined) return [];
      const found = `${quoteText(`${name} is `)} || coalesce(key_${index}, 'null') AS found`;
      const isKnown = `list_contains([${values.map(quoteText).join(', ')}]::VARCHAR[], key_${index})`;
      return [
        `SELECT series, NULL::INTEGER AS hour, ${found} FROM series WHERE NOT coalesce(${isKnown}, false)`,
      ];
    });
    return queries.length === 0 ? undefined : failingRows(context, queries.join(' UNION ALL '));
  },
  fault: `UPDATE series SET key_0 = 'SE4' WHERE series = 1`,
};
