/** Rows that say the same hour twice. */
import type { SqlEngine } from '../../store/index.ts';
import type { TableSpec } from '../table/table-spec.ts';
import { keyColumns } from './cast-rows.ts';

/**
 * Creates the view `good_rows` (record, key_0.., hour, value, known_hour) and `bad_rows` (record, reason) from `placed_rows`, and
 * returns how many good rows were dropped because they repeat another.
 *
 * Rows of one (series, hour, known-at) with one value: the first in the file is kept. With several values nothing tells
 * which is right: all go. Several instants of knowledge within one hour: the last counts.
 */
export async function settleDuplicates(engine: SqlEngine, spec: TableSpec): Promise<number> {
  const keys = keyColumns(spec).join(', ');
  const group = [...keyColumns(spec), 'hour', 'known_hour'].join(', ');
  const same = [...keyColumns(spec), 'hour', 'known_hour']
    .map((c) => `p.${c} IS NOT DISTINCT FROM r.${c}`)
    .join(' AND ');
  const isGood = 'reason IS NULL AND value IS NOT NULL';
  await engine.run(`CREATE OR REPLACE TABLE repeated AS
    SELECT ${group} FROM placed_rows WHERE ${isGood} GROUP BY ${group} HAVING count(*) > 1`);
  await engine.run(`CREATE OR REPLACE TABLE settled AS
    WITH ranked AS (
      SELECT p.record, p.value, ${group.replaceAll(/\w+/gu, 'p.$&')},
        p.known_us IS NOT DISTINCT FROM max(p.known_us) OVER (PARTITION BY ${group.replaceAll(/\w+/gu, 'p.$&')}) AS is_last
      FROM placed_rows p JOIN repeated r ON ${same} WHERE ${isGood}
    ), judged AS (
      SELECT record, is_last, min(value) OVER g <> max(value) OVER g AS conflicts, min(record) OVER g AS first_record
      FROM ranked WINDOW g AS (PARTITION BY ${group}, is_last)
    )
    SELECT record, is_last AND conflicts AS conflicts FROM judged WHERE NOT is_last OR conflicts OR record <> first_record`);
  await engine.run(`CREATE OR REPLACE TABLE bad_rows AS
    SELECT record, reason FROM placed_rows WHERE reason IS NOT NULL
    UNION ALL SELECT record, 'conflicting_duplicate' FROM settled WHERE conflicts`);
  await engine.run(`CREATE OR REPLACE VIEW good_rows AS
    SELECT record, ${keys === '' ? '' : `${keys}, `} hour, value, known_hour
    FROM placed_rows WHERE ${isGood} AND record NOT IN (SELECT record FROM settled)`);
  const [counted] = await engine.rows<{ n: number }>(
    'SELECT count(*)::DOUBLE AS n FROM settled WHERE NOT conflicts',
  );
  await engine.run('DROP TABLE repeated');
  return counted?.n ?? 0;
}
