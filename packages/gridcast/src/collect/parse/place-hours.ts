/** Times as written to UTC hours. */
import type { SqlEngine } from '../../store/index.ts';
import type { TableSpec } from '../table/table-spec.ts';
import { keyColumns } from './cast-rows.ts';
import { zoneDays } from './zone-days.ts';

const US_PER_HOUR = 3_600_000_000;

/**
 * Creates `placed_rows` from `cast_rows`: record, key_0.., hour INTEGER, known_us BIGINT, known_hour INTEGER (an instant
 * within an hour counts from the next full hour, and, but for what is known ahead, never before the row's own hour has ended), value,
 * reason.
 *
 * Of a doubled autumn hour the first row of a series in file order is the summer one, then they alternate. A known-at in
 * a doubled hour is the later one, so that nothing is known too early.
 */
export async function placeHours(engine: SqlEngine, spec: TableSpec): Promise<void> {
  await createZoneDays(engine, spec.timezone);
  await rankDoubledHours(engine, spec);
  const keys = keyColumns(spec)
    .map((key) => `c.${key}, `)
    .join('');
  const known = '-hour_of(-known_us)';
  const knownHour = spec.knownAhead === true ? known : `greatest(${known}, hour_of(utc_us) + 1)`;
  await engine.run(`CREATE OR REPLACE TABLE placed_rows AS
    WITH clocks AS (
      SELECT *, CASE WHEN offset_s IS NULL THEN ${daySql('clock')} END AS day, ${secondSql('clock')} AS second,
        CASE WHEN known_offset_s IS NULL THEN ${daySql('known_clock')} END AS known_day, ${secondSql('known_clock')} AS known_second
      FROM cast_rows
    ), placed AS (
      SELECT c.record, ${keys} c.value, c.reason, c.offset_s IS NULL AND z.first_offset_s < z.second_offset_s AS skipped,
        epoch_us(c.clock) - 1000000::BIGINT * coalesce(c.offset_s,
          CASE WHEN d.run = 2 THEN z.second_offset_s ELSE z.first_offset_s END) AS utc_us,
        epoch_us(c.known_clock) - 1000000::BIGINT * coalesce(c.known_offset_s, least(k.first_offset_s, k.second_offset_s)) AS known_us
      FROM clocks c LEFT JOIN doubled_runs d ON d.record = c.record
        LEFT JOIN zone_days z ON z.day = c.day AND z.from_s <= c.second AND z.to_s > c.second
        LEFT JOIN zone_days k ON k.day = c.known_day AND k.from_s <= c.known_second AND k.to_s > c.known_second
    )
    SELECT * EXCLUDE (skipped, utc_us, reason), hour_of(utc_us) AS hour,
      CASE WHEN known_us IS NOT NULL THEN ${knownHour} END AS known_hour,
      coalesce(reason, CASE WHEN value IS NULL THEN NULL WHEN skipped THEN 'no_such_local_hour'
        WHEN utc_us % ${US_PER_HOUR} <> 0 THEN 'not_on_the_hour' END) AS reason
    FROM placed`);
  await engine.run('DROP TABLE cast_rows; DROP TABLE zone_days; DROP TABLE doubled_runs');
}

/** Days since 1970-01-01 on the clock as written. */
function daySql(clock: string): string {
  return `CAST(CAST(${clock} AS DATE) - DATE '1970-01-01' AS INTEGER)`;
}

/** Seconds since the midnight of the clock as written. */
function secondSql(clock: string): string {
  return `CAST(epoch_us(${clock}) // 1000000 - ${daySql(clock)} * 86400::BIGINT AS INTEGER)`;
}

async function createZoneDays(engine: SqlEngine, timezone: string): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE MACRO hour_of(us) AS CAST((us - ((us % ${US_PER_HOUR}) + ${US_PER_HOUR}) % ${US_PER_HOUR}) // ${US_PER_HOUR} AS INTEGER)`,
  );
  const [span] = await engine.rows<{ first: number | null; last: number | null }>(`
    SELECT min(${daySql('clock')}) AS first,
      max(${daySql('clock')}) AS last
    FROM (SELECT clock FROM cast_rows WHERE offset_s IS NULL
      UNION ALL SELECT known_clock FROM cast_rows WHERE known_offset_s IS NULL)`);
  const days = zoneDays(timezone, span?.first ?? 0, span?.last ?? -1);
  await engine.createTable('zone_days', {
    day: days.day,
    from_s: days.fromS,
    to_s: days.toS,
    first_offset_s: days.firstOffsetS,
    second_offset_s: days.secondOffsetS,
  });
}

/** Creates `doubled_runs`: for the rows in doubled hours, whether they are of the first or the second run of the clock. */
async function rankDoubledHours(engine: SqlEngine, spec: TableSpec): Promise<void> {
  const within = [...keyColumns(spec), 'clock'].map((column) => `c.${column}`).join(', ');
  await engine.run(`CREATE OR REPLACE TABLE doubled_runs AS
    WITH doubled AS (
      SELECT c.record, count(*) OVER same_version AS versions, row_number() OVER (same_version ORDER BY c.record) AS in_version,
        row_number() OVER (PARTITION BY ${within} ORDER BY c.record) AS in_file
      FROM cast_rows c JOIN zone_days z ON z.first_offset_s > z.second_offset_s AND c.offset_s IS NULL
        AND z.day = ${daySql('c.clock')}
        AND z.from_s <= ${secondSql('c.clock')} AND z.to_s > ${secondSql('c.clock')}
      WINDOW same_version AS (PARTITION BY ${within}, c.known_clock)
    )
    SELECT record, 1 + (CASE WHEN versions > 1 THEN in_version ELSE in_file END - 1) % 2 AS run FROM doubled`);
}
