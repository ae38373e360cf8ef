/** Draws of whole numbers by an integer hash that any SQL engine computes alike. */

/** A Mersenne prime; x -> x^5 is a permutation of the numbers below it, because 5 does not divide it minus one. */
const PRIME = 2_147_483_647;

export interface DrawOptions {
  /** Items are 0 .. from - 1. */
  readonly from: number;
  readonly atMost: number;
  /** Whole number from 0. */
  readonly seed: number;
}

/**
 * A query of up to `atMost` different items in a random order: columns item and priority, the lowest first.
 *
 * Where there are few items all come back; of many, so many numbers are drawn with repetition and the repeated dropped.
 */
export function drawSql({ from, atMost, seed }: DrawOptions): string {
  const isAll = from <= 2 * atMost;
  const draws = isAll ? from : atMost;
  const start = `SELECT i, (i % ${PRIME} + ${seed % PRIME} * 31) % ${PRIME} AS x, CAST(0 AS BIGINT) AS h0
    FROM range(0, ${draws}) AS t(i)`;
  const hashed = `SELECT i, h0 * ${PRIME} + x AS h FROM (${ROUNDS.reduce(mixSql, start)}) m`;
  return isAll
    ? `SELECT i AS item, h AS priority FROM (${hashed}) p ORDER BY h, i LIMIT ${atMost}`
    : `SELECT h % ${from} AS item, MIN(i) AS priority FROM (${hashed}) p GROUP BY h % ${from}`;
}

interface Round {
  readonly times: number;
  readonly plus: number;
  /** Whether the state after this round is the upper half of the hash. */
  readonly isUpper?: true;
}

const ROUNDS: readonly Round[] = [
  { times: 48_271, plus: 11_213 },
  { times: 69_621, plus: 1_442_695 },
  { times: 1_583_458_089, plus: 77_777_777, isUpper: true },
  { times: 784_588_716, plus: 314_159_265 },
  { times: 39_373, plus: 271_828_182 },
];

/** One round: x -> x^5 * times + plus, all below the prime. */
function mixSql(inner: string, { times, plus, isUpper }: Round): string {
  const mixed = `(x4 * x % ${PRIME} * ${times} + ${plus}) % ${PRIME}`;
  return `SELECT i, ${mixed} AS x, ${isUpper === true ? mixed : 'h0'} AS h0
    FROM (SELECT i, x, h0, x2 * x2 % ${PRIME} AS x4 FROM (SELECT i, x, h0, x * x % ${PRIME} AS x2 FROM (${inner}) a) b) c`;
}
