/** Vectors as tables of the engine, for what queries them. */
import type { HourUtc } from '../core/index.ts';
import { links, type Link } from '../model/index.ts';
import type { SqlEngine } from '../store/index.ts';
import type { BuiltVectors } from './built-vectors.ts';

/** A table a link. */
export type VectorTables = Readonly<Record<Link, string>>;

/** Puts vectors into tables whose names begin with a text. */
export async function putVectors(
  engine: SqlEngine,
  { vectors, whole }: BuiltVectors,
  name: string,
): Promise<VectorTables> {
  const tables: Record<Link, string> = { log: `${name}_log`, linear: `${name}_linear` };
  for (const link of links) {
    const columns = Object.entries(vectors[link]).map(([column, values]) => [
      column,
      whole.has(column) ? Int32Array.from(values) : values,
    ]);
    await engine.createTable(tables[link], Object.fromEntries(columns), { missing: 'null' });
  }
  return tables;
}

export async function dropVectors(engine: SqlEngine, tables: VectorTables): Promise<void> {
  for (const link of links) await engine.run(`DROP TABLE IF EXISTS ${tables[link]}`);
}

/**
 * The query of vectors on both links, ordered by link, origin, series, target.
 *
 * @param truthAsOf adds the column `truth`, as known at this instant.
 */
export function vectorTablesQuery(tables: VectorTables, truthAsOf?: HourUtc): string {
  const parts = links.map(
    (link, place) => `SELECT series, target, origin, ${place} AS link,
      f.* EXCLUDE (series, target, origin, link) FROM ${tables[link]} f`,
  );
  const both = parts.join(' UNION ALL ');
  if (truthAsOf === undefined) return `SELECT * FROM (${both}) ORDER BY link, origin, series, target`;
  return `SELECT b.*, t.truth FROM (${both}) b LEFT JOIN (
      SELECT v.series, v.hour, arg_max(v.value, v.known_hour) AS truth
      FROM observation_versions v WHERE v.known_hour <= ${truthAsOf} GROUP BY v.series, v.hour) t
    ON t.series = b.series AND t.hour = b.target ORDER BY b.link, b.origin, b.series, b.target`;
}
