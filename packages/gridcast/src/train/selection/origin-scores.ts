/** MASE of each origin of a fold, for very many forecasts of the same rows. */
import { groupMeans } from '../../core/index.ts';
import { toNatural, type Link } from '../../model/index.ts';
import type { ScoringRows } from '../tuning/sweep-rows.ts';

/** Scores differences from the anchor: one MASE an origin, ascending; origins at which no series has a scale are left out. */
export type OriginScorer = (differences: Float64Array) => Float64Array;

/** Sorts the rows of a fold into series and origins once. The mean of the scores is the MASE of the fold. */
export function originScorer(rows: ScoringRows, link: Link): OriginScorer {
  const cells = new Map<string, number>();
  const [cellOf, cellOrigin, cellScale]: [number[], number[], number[]] = [[], [], []];
  for (const [row, origin] of rows.origin.entries()) {
    const name = `${origin} ${rows.series[row]}`;
    const cell = cells.get(name) ?? cells.size;
    if (cell === cells.size) {
      cells.set(name, cell);
      cellOrigin.push(origin);
      cellScale.push(rows.scale[row] as number);
    }
    cellOf.push(cell);
  }
  const origins = [...new Set(cellOrigin)].sort((a, b) => a - b);
  const placeOf = new Map(origins.map((origin, place) => [origin, place]));
  const inSeries = { groups: cells.size, groupOf: (row: number) => cellOf[row] as number };
  const inOrigins = {
    groups: origins.length,
    groupOf: (cell: number) => placeOf.get(cellOrigin[cell] as number) as number,
  };
  return (differences) => {
    const { means } = groupMeans(differences.length, inSeries, (row) => {
      const z = (rows.anchor[row] as number) + (differences[row] as number);
      return Math.abs(toNatural(link, z, rows.unit[row] as number) - (rows.truth[row] as number));
    });
    const errorOf = (cell: number): number => (means[cell] as number) / (cellScale[cell] as number);
    return groupMeans(means.length, inOrigins, errorOf).means.filter((mase) => !Number.isNaN(mase));
  };
}
