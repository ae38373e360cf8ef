import { z } from 'zod';
import { quoteText } from '../../store/index.ts';
import { defineRule } from '../rule.ts';
import { mostly, series } from './kwargs.ts';
import { hourlySeries, seriesColumnNames } from './series.ts';

/**
 * Each local day of a series, its first and last aside, has as many hours as the clock gave it: 24, and 23 or 25 where it
 * changed. Local time that was read as UTC shows here first. `mostly` is the share of days.
 */
export const expectSeriesLocalDaysToBeComplete = defineRule({
  type: 'expect_series_local_days_to_be_complete',
  isShared: false,
  states: 'Each local day of a series has as many hours as its clock: 23, 24 or 25.',
  kwargs: z.strictObject({
    ...series,
    ...mostly,
    timezone: z.string().refine(isZone, 'an IANA time zone is wanted, such as Europe/Copenhagen'),
  }),
  columns: seriesColumnNames,
  plan: (kwargs, relation) => {
    const { query, keys, keyed } = hourlySeries(relation, kwargs);
    const same = ['d.day = c.day', ...keys.map((key) => `d.${key} = e.${key}`)];
    const ends = `SELECT ${keyed} min(day) AS first_day, max(day) AS last_day FROM per_day
      ${keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`}`;
    const named = keys.map((key) => `e.${key}, `).join('');
    const common = `hours AS MATERIALIZED (${query}),
      clock AS MATERIALIZED (
        SELECT h AS hour, timezone(${quoteText(kwargs.timezone)}, make_timestamptz(h * 3600000000))::DATE AS day
        FROM (SELECT unnest(generate_series(min(hour) - 48, max(hour) + 48)) AS h FROM hours)),
      lengths AS (SELECT day, count(*) AS hours_of_day, min(hour) AS first_hour FROM clock GROUP BY day),
      per_day AS MATERIALIZED (SELECT ${keyed} day, count(DISTINCT hour) AS n FROM hours JOIN clock USING (hour) GROUP BY ${keyed} day),
      whole_days AS (
        SELECT ${named} c.day, c.first_hour, c.hours_of_day, coalesce(d.n, 0) AS n
        FROM (${ends}) e JOIN lengths c ON c.day > e.first_day AND c.day < e.last_day
        LEFT JOIN per_day d ON ${same.join(' AND ')})`;
    return {
      kind: 'places',
      keys,
      query: `WITH ${common} SELECT ${keyed} first_hour AS hour, day || ' has ' || n || ' of ' || hours_of_day || ' hours' AS found
        FROM whole_days WHERE n <> hours_of_day`,
      considered: `WITH ${common} SELECT count(*) FROM whole_days`,
      mostly: kwargs.mostly,
    };
  },
  proof: {
    sample: 'hours',
    kwargs: { timezone: 'Europe/Copenhagen' },
    fault: `DELETE FROM sample WHERE area = 'DK1' AND hour_utc = TIMESTAMP '2021-03-28 01:00:00'`,
  },
});

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
