/** How a build is cut up, so that memory stays bounded: ranges of series, and runs of origins within them. */
import type { SqlEngine } from '../../store/index.ts';
import { tables } from './names.ts';
import type { BuildScope } from './origins.ts';

/** A range of series `[first, last]` that is worked on at once. */
export interface SeriesRange {
  readonly first: number;
  readonly last: number;
}

/** Some spine rows: all series of a range at a run of origins. */
export interface RowChunk {
  readonly rows: number;
  /** Which rows, as an SQL condition on the spine `s`. */
  readonly where: string;
  readonly firstOrigin: number;
  readonly lastOrigin: number;
}

/** Ranges of series whose lanes fit the batch; at least one, so that an empty spine gives an empty table. */
export async function seriesRanges(
  engine: SqlEngine,
  scope: BuildScope,
  laneHours: number,
): Promise<SeriesRange[]> {
  const { columns, rows } = await engine.numbers(`
    WITH span AS (
      SELECT series, vintage, MAX(last) - MIN(last) + ${scope.lookbackHours} AS cells
      FROM ${tables.origin} GROUP BY series, vintage)
    SELECT series, CAST(SUM(cells) AS DOUBLE) AS cells FROM span GROUP BY series ORDER BY series`);
  const ranges: SeriesRange[] = [];
  let first = 0;
  let held = 0;
  for (let i = 0; i < rows; i++) {
    const cells = columns['cells']?.[i] ?? 0;
    const series = columns['series']?.[i] ?? 0;
    if (held > 0 && held + cells > laneHours) {
      ranges.push({ first, last: series - 1 });
      first = series;
      held = 0;
    }
    held += cells;
  }
  ranges.push({ first, last: 2_147_483_647 });
  return ranges;
}

/** The spine rows of a range, cut into runs of origins; at least one. */
export async function originChunks(
  engine: SqlEngine,
  options: { readonly spine: string; readonly range: SeriesRange; readonly chunkRows: number },
): Promise<RowChunk[]> {
  const inRange = `s.series BETWEEN ${options.range.first} AND ${options.range.last}`;
  const origins = await engine.rows<{ origin: number; n: number }>(`
    SELECT s.origin, CAST(COUNT(*) AS INTEGER) AS n FROM ${options.spine} s
    WHERE ${inRange} GROUP BY s.origin ORDER BY s.origin`);
  const runs: { rows: number; firstOrigin: number; lastOrigin: number }[] = [];
  for (const { origin, n } of origins) {
    const run = runs.at(-1);
    if (run === undefined || run.rows >= options.chunkRows) {
      runs.push({ rows: n, firstOrigin: origin, lastOrigin: origin });
    } else {
      run.rows += n;
      run.lastOrigin = origin;
    }
  }
  if (runs.length === 0) runs.push({ rows: 0, firstOrigin: 0, lastOrigin: 0 });
  return runs.map((run) => ({
    ...run,
    where: `${inRange} AND s.origin BETWEEN ${run.firstOrigin} AND ${run.lastOrigin}`,
  }));
}
