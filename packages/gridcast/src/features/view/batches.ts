/** How a build is cut up, so that memory stays bounded: ranges of series, and runs of origins within them. */
import type { SqlEngine } from '../../store/index.ts';
import { LEADS } from './lags.ts';
import { tables } from './names.ts';
import type { BuildScope } from './origins.ts';

/** A range of series `[first, last]` that is worked on at once. */
export interface SeriesRange {
  readonly first: number;
  readonly last: number;
}

/** Some rows asked for: all series of a range at a run of origins. */
export interface RowChunk {
  readonly rows: number;
  readonly firstOrigin: number;
  readonly lastOrigin: number;
  /** The places of the origins among those of the range, ordered by origin, series. */
  readonly places: Int32Array;
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

/** The origins of the series of a range, and which leads of each are asked for. */
interface AskedOrigins {
  readonly origin: Float64Array;
  readonly leads: Float64Array;
}

/** The rows of a range, cut into runs of origins; at least one. */
export function originChunks({ origin, leads }: AskedOrigins, chunkRows: number): RowChunk[] {
  const places = Int32Array.from(origin, (_, place) => place).sort(
    (a, b) => (origin[a] as number) - (origin[b] as number) || a - b,
  );
  const originAt = (i: number): number => origin[places[i] as number] as number;
  const chunks: RowChunk[] = [];
  let [from, rows] = [0, 0];
  for (let i = 0; i < places.length; i++) {
    if (rows >= chunkRows && originAt(i) !== originAt(i - 1)) {
      chunks.push(chunkOf(from, i, rows));
      [from, rows] = [i, 0];
    }
    rows += countLeads(leads[places[i] as number] as number);
  }
  chunks.push(chunkOf(from, places.length, rows));
  return chunks;

  function chunkOf(first: number, end: number, count: number): RowChunk {
    const isEmpty = first === end;
    return {
      rows: count,
      firstOrigin: isEmpty ? 0 : originAt(first),
      lastOrigin: isEmpty ? 0 : originAt(end - 1),
      places: places.subarray(first, end),
    };
  }
}

function countLeads(leads: number): number {
  let count = 0;
  for (let lead = 0; lead < LEADS; lead++) count += (leads >> lead) & 1;
  return count;
}
