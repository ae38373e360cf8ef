/** The fixed bins of every histogram: equal in ratio, so that histograms of any two days add up bin by bin. */

/** Ratio of a bin's upper edge to its lower one: a value read off its bin is at most 1 % wrong. */
const RATIO = 1.02;
/** Smaller sizes count as zero. */
const LEAST = 1e-12;
/** Makes the numbers of all bins of positive values positive. */
const OFFSET = 1_400;

/** The bin of a value in SQL: 0 for zero, else ceil(ln |v| / ln 1.02) + 1400 with the sign of v; ascending with v. */
export function binSql(value: string): string {
  const place = `CAST(CEIL(LN(ABS(${value})) / ${Math.log(RATIO)}) AS INTEGER) + ${OFFSET}`;
  return `CASE WHEN ABS(${value}) < ${LEAST} THEN 0 WHEN ${value} > 0 THEN ${place} ELSE -(${place}) END`;
}

/** The value that stands for a bin: its middle, by ratio. */
export function valueOfBin(bin: number): number {
  return bin === 0 ? 0 : Math.sign(bin) * RATIO ** (Math.abs(bin) - OFFSET - 0.5);
}
