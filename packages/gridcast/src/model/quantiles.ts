/** The quantiles of every forecast row. */

/** Their column names, ascending; `p50` is the point forecast. */
export const quantileNames = ['p05', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'] as const;

export type QuantileName = (typeof quantileNames)[number];

/** The level of a quantile: `p05` is 0.05. */
export function quantileLevel(name: QuantileName): number {
  return Number(name.slice(1)) / 100;
}

/**
 * The central bands that the quantiles stand for, widest first, with the share of truths that each should hold and the half-width
 * that holds it of a standard normal.
 */
export const bands = [
  { lower: 'p05', upper: 'p95', share: 0.9, normal: 1.6448536 },
  { lower: 'p10', upper: 'p90', share: 0.8, normal: 1.2815516 },
  { lower: 'p25', upper: 'p75', share: 0.5, normal: 0.6744898 },
] as const;
