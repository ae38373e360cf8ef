/** The columns of the loaded observations: as they are, and as they must be. */
import type { CheckContext, CheckResult, Failure } from '../expectation.ts';
import { EXAMPLES } from '../failing-rows.ts';

export interface LoadedColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** The columns of both tables in order. */
export async function loadedColumns({ engine }: CheckContext): Promise<readonly LoadedColumn[]> {
  return engine.rows<{ table: string; column: string; type: string }>(
    `SELECT table_name AS "table", column_name AS "column", data_type AS type FROM duckdb_columns()
     WHERE table_name IN ('series', 'observation_versions') ORDER BY table_name DESC, column_index`,
  );
}

/** The columns that a source with these keys must have. */
export function expectedColumns({ subject }: CheckContext): readonly LoadedColumn[] {
  const versions = 'observation_versions';
  return [
    { table: 'series', column: 'series', type: 'INTEGER' },
    ...subject.keys.map((_, index) => ({ table: 'series', column: `key_${index}`, type: 'VARCHAR' })),
    { table: versions, column: 'series', type: 'INTEGER' },
    { table: versions, column: 'hour', type: 'INTEGER' },
    { table: versions, column: 'value', type: 'DOUBLE' },
    { table: versions, column: 'known_hour', type: 'INTEGER' },
  ];
}

/** A result from failures that concern columns and not series. */
export function columnResult(found: readonly string[]): CheckResult {
  const examples: Failure[] = found.slice(0, EXAMPLES).map((text) => ({ key: [], found: text }));
  return { failures: found.length, examples };
}
