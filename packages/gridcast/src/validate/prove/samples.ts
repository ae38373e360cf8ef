/** Clean samples that every expectation passes, each with room for one fault. */
import type { SqlEngine } from '../../store/index.ts';
import type { ValidationSubject } from '../expectation.ts';
import { describeRelation, type Relation } from '../relation.ts';
import type { SampleName } from '../rule.ts';

/** 2021-01-01T00:00Z in hours since 1970. */
export const START_HOUR = 447_072;
export const SAMPLE_HOURS = 240;

/** SQL of an hour of the panel, counted from its start. */
export const panelHour = (hour: number): string => `hour = ${START_HOUR + hour}`;

/** What the source of the panel declares. */
export const panelSubject: ValidationSubject = {
  keys: [{ name: 'area', values: ['DK1', 'DK2'] }, { name: 'kind' }],
  valuesAtLeastZero: true,
  presentHour: START_HOUR + SAMPLE_HOURS,
};

/** Two series of ten days, 100 + a daily wave + a slow drift; each hour known at its end. */
export async function loadPanel(engine: SqlEngine): Promise<void> {
  await engine.run(`
    CREATE OR REPLACE TABLE series AS SELECT * FROM (VALUES (0::INTEGER, 'DK1', 'home'), (1, 'DK2', 'home')) t(series, key_0, key_1);
    CREATE OR REPLACE TABLE observation_versions AS
      SELECT s.series, (${START_HOUR} + h)::INTEGER AS hour, (100 + 10 * ((h + s.series) % 24) + h / 100)::DOUBLE AS value,
        (${START_HOUR} + h + 1)::INTEGER AS known_hour
      FROM series s, range(${SAMPLE_HOURS}) r(h)`);
}

const samples: Readonly<Record<SampleName, { readonly sql: string; readonly roles: object }>> = {
  rows: {
    sql: `SELECT id::INTEGER AS id, (20 - id)::INTEGER AS remaining,
        CASE WHEN id % 3 = 0 THEN 'DK2' ELSE 'DK1' END AS area, CASE WHEN id % 3 = 0 THEN 'east' ELSE 'west' END AS zone,
        printf('A-%03d', id) AS code, strftime(DATE '2021-01-01' + id::INTEGER, '%Y-%m-%d') AS day,
        '{"id": ' || id || '}' AS facts, TIMESTAMP '2021-01-01' + to_hours(id) AS "at", (100 + id)::DOUBLE AS value,
        (100 + id)::DOUBLE AS twin, (90 + id)::DOUBLE AS low, (110 + id)::DOUBLE AS high, NULL::VARCHAR AS note
      FROM range(20) r(id)`,
    roles: {},
  },
  // six weeks around the change to summer time; DK is the sum of DK1 and DK2, halves of whole numbers, so exactly
  hours: {
    sql: `WITH parts AS (
        SELECT area, TIMESTAMP '2021-03-01' + to_hours(h) AS hour_utc,
          100 * (1 + a) + 10 * (h % 24) + (h // 24 % 7) + h / 2 AS value
        FROM range(42 * 24) r(h), (VALUES ('DK1', 0), ('DK2', 1)) t(area, a))
      SELECT area, hour_utc, value::DOUBLE AS value FROM parts
      UNION ALL SELECT 'DK', hour_utc, sum(value)::DOUBLE FROM parts GROUP BY hour_utc ORDER BY area, hour_utc`,
    roles: { keys: ['area'], time: 'hour_utc', value: 'value' },
  },
};

/** Creates the table `sample` anew and spoils it by a statement; empty: leaves it clean. */
export async function loadSample(engine: SqlEngine, name: SampleName, fault: string): Promise<Relation> {
  const { sql, roles } = samples[name];
  await engine.run(`CREATE OR REPLACE TABLE sample AS ${sql}`);
  if (fault !== '') await engine.run(fault);
  return describeRelation(engine, 'sample', roles);
}
