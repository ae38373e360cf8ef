import { z } from 'zod';
import { quoteText } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { mostly, series } from './kwargs.ts';
import { hourlySeries, seriesColumnNames } from './series.ts';
import { numberLiteral } from './sql.ts';

/**
 * At every hour the series that are parts add up to the one that is their total. `total` says by which key values the total is
 * told (`{area: DK}`); series that agree with it in all other keys are its parts, or those that `parts` lists
 * (`{area: [DK1, DK2]}`). They may differ by `tolerance` times the total. `mostly` is the share of the total's hours.
 */
export const expectSeriesSumToEqualControlTotal = defineRule({
  type: 'expect_series_sum_to_equal_control_total',
  isShared: false,
  states: 'At every hour the parts add up to their control total.',
  kwargs: z.strictObject({
    ...series,
    ...mostly,
    total: z.record(z.string(), z.string()).refine((it) => Object.keys(it).length > 0, 'a key is wanted'),
    parts: z.record(z.string(), z.array(z.string()).min(1)).optional(),
    tolerance: z.number().min(0).default(0.001),
  }),
  columns: (kwargs) => [...seriesColumnNames(kwargs), ...Object.keys(kwargs.total)],
  plan: (kwargs, relation) => {
    const { query, keys, keyNames } = hourlySeries(relation, kwargs);
    const keyOf = (name: string): string => {
      const place = keyNames.indexOf(name);
      if (place < 0) throw new Error(`${name} is no key of the series: ${keyNames.join(', ')} are`);
      return `key_${place}`;
    };
    const isTotal = Object.entries(kwargs.total).map(([name, text]) => `${keyOf(name)} = ${quoteText(text)}`);
    const isPart =
      kwargs.parts === undefined
        ? [`NOT (${isTotal.join(' AND ')})`]
        : Object.entries(kwargs.parts).map(
            ([name, texts]) => `${keyOf(name)} IN (${texts.map(quoteText).join(', ')})`,
          );
    const own = new Set(Object.keys(kwargs.total).map(keyOf));
    const shared = keys.filter((key) => !own.has(key));
    const sums = `SELECT ${shared.map((key) => `${key}, `).join('')} hour, sum(value) AS parts, count(*) AS n
      FROM hours WHERE ${isPart.join(' AND ')} GROUP BY ${[...shared, 'hour'].join(', ')}`;
    const same = [...shared, 'hour'].map((name) => `t.${name} = p.${name}`).join(' AND ');
    return {
      kind: 'places',
      keys,
      sums: true,
      query: `WITH hours AS MATERIALIZED (${query})
        SELECT ${keys.map((key) => `t.${key}, `).join('')} t.hour,
          'the total is ' || t.value || ', its ' || coalesce(p.n, 0) || ' parts are ' || coalesce(p.parts, 0) AS found
        FROM (SELECT * FROM hours WHERE ${isTotal.join(' AND ')}) t LEFT JOIN (${sums}) p ON ${same}
        WHERE p.parts IS NULL OR abs(t.value - p.parts) > ${numberLiteral(kwargs.tolerance)} * abs(t.value) + 1e-9`,
      considered: `SELECT count(*) FROM (${query}) WHERE ${isTotal.join(' AND ')}`,
      mostly: kwargs.mostly,
    };
  },
  proof: {
    sample: 'hours',
    kwargs: { total: { area: 'DK' } },
    fault: `UPDATE sample SET value = value + 1 WHERE area = 'DK1' AND hour_utc = TIMESTAMP '2021-03-20 05:00:00'`,
  },
});
