/** The loaded observations as relations that suites speak of, under the source's own key names. */
import { quoteIdentifier, type SqlEngine } from '../store/index.ts';
import { describeRelation, type Relation } from './relation.ts';

const instant = (hour: string, name: string): string =>
  `make_timestamp(${hour}::BIGINT * 3600000000) AS ${name}`;

/**
 * Creates a view of the engine's observations.
 *
 * - `observations`: the keys, `target_hour_utc`, `value` as known last;
 * - `versions`: every version, with `known_at_utc`.
 */
export async function openObservations(
  engine: SqlEngine,
  name: 'observations' | 'versions',
  keyNames: readonly string[],
): Promise<Relation> {
  const keys = keyNames.map((key, i) => `k.key_${i} AS ${quoteIdentifier(key)}, `).join('');
  const [table, known] =
    name === 'observations'
      ? ['checked_values', '']
      : ['observation_versions', `, ${instant('o.known_hour', 'known_at_utc')}`];
  await engine.run(`CREATE OR REPLACE VIEW ${name} AS
    SELECT ${keys}${instant('o.hour', 'target_hour_utc')}, o.value${known} FROM ${table} o JOIN series k ON k.series = o.series`);
  return describeRelation(engine, name, { keys: keyNames, time: 'target_hour_utc', value: 'value' });
}
