/** Feature rows as a table of the engine, for tests that compare and query them. */
import type { SqlEngine } from '../../store/index.ts';
import { eachFeatureChunk, type FeatureQuestion } from '../build.ts';
import { anchorNames, columnsOf, featureColumns, type FeatureGroup } from '../columns.ts';
import { covariateColumns } from '../covariates.ts';
import type { Link } from '../view/links.ts';
import { askedOf } from '../view/origins.ts';
import { rowColumns, rowsOf } from '../view/rows.ts';

export interface FeatureRequest extends Omit<FeatureQuestion, 'asked' | 'links' | 'columns' | 'anchors'> {
  /** The scale of every row. */
  readonly link: Link;
  /** A relation with the INTEGER columns series, target, origin; leads are 0..23. */
  readonly spine: string;
  /** The table to make. */
  readonly outputTable: string;
  /** Which columns to make, all by default; anchors and `rowColumns` always come. */
  readonly groups?: readonly FeatureGroup[];
}

/**
 * Makes the feature table of a spine from the tables `series` and `observation_versions`: `rowColumns`, `anchorNames` and the
 * `featureColumns` asked for, ordered by origin, series, target. See `eachFeatureChunk`.
 *
 * @returns the table's name.
 */
export async function buildFeatures(engine: SqlEngine, request: FeatureRequest): Promise<string> {
  const { outputTable, spine, link, groups, ...question } = request;
  const covariates = groups?.includes('cov') === false ? [] : (request.covariates ?? []);
  const columns = groups === undefined ? featureColumns : columnsOf(groups);
  const made = [...columns, ...covariateColumns(covariates)].map(({ name }) => name);
  let chunks = 0;
  await eachFeatureChunk(
    engine,
    { ...question, links: [link], asked: askedOf(spine), covariates, columns },
    async (chunk) => {
      const rows = rowsOf(chunk, [...rowColumns, ...anchorNames, ...made]);
      if (chunks === 0) await engine.createTable(outputTable, rows, { missing: 'null' });
      else await engine.appendTable(outputTable, rows, { missing: 'null' });
      chunks += 1;
    },
  );
  await engine.run(
    `CREATE OR REPLACE TABLE ${outputTable} AS SELECT * FROM ${outputTable} ORDER BY origin, series, target`,
  );
  return outputTable;
}
