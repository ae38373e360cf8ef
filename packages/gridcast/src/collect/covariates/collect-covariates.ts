/** The covariates' part of a collect: their rows that are known at the as-of become versions. */
import { GridcastError, type HourUtc, type Logger } from '../../core/index.ts';
import { stageCovariates, type StageResult, type Store } from '../../store/index.ts';
import { findInputRecord } from '../input-record.ts';
import { openParsingEngine } from '../put-parsed.ts';
import { recordRead } from '../record-input.ts';
import type { Covariate, CovariateInput } from './covariate.ts';
import { rememberCovariates } from './home-covariates.ts';

export interface CollectCovariatesContext {
  readonly store: Store;
  readonly covariates: readonly Covariate[];
  readonly asOfHour: HourUtc;
  /** The hour that is running now. */
  readonly presentHour: HourUtc;
  readonly runId: string;
  readonly threads: number;
  readonly logger: Logger;
}

/** What was read of one covariate. */
export interface CovariateReport {
  readonly name: string;
  readonly rowsRead: number;
  readonly goodRows: number;
  /** Rows set aside, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Why nothing was read: what was stored before is used on. */
  readonly problem?: string;
}

export interface CollectedCovariates {
  readonly newRows: number;
  readonly revisedRows: number;
  readonly covariates: readonly CovariateReport[];
}

interface ReadCovariate {
  readonly covariate: Covariate;
  readonly relation: string;
  readonly input: CovariateInput;
}

/**
 * Stages the rows of all covariates that are known at the as-of; `commit` records the raw inputs and the rows set aside. An input
 * that was read before and cannot be read now is left out, and the report says why: forecasts go on without its news.
 *
 * @throws the errors of a reader whose covariate was never read; the errors of `stageCovariates`
 */
export async function collectCovariates(
  context: CollectCovariatesContext,
): Promise<StageResult<CollectedCovariates>> {
  const { store, covariates, asOfHour, runId } = context;
  const remember: StageResult<unknown>['commit'] = (t) => rememberCovariates(t, covariates);
  if (covariates.length === 0)
    return { output: { newRows: 0, revisedRows: 0, covariates: [] }, commit: remember };
  using engine = await openParsingEngine(store.lake, context.threads);
  const read: ReadCovariate[] = [];
  const reports: CovariateReport[] = [];
  for (const [place, covariate] of covariates.entries()) {
    const relation = `covariate_input_${place}`;
    const input = await readOrExplain(context, covariate, { ...context, engine, relation });
    reports.push(reportOf(covariate, input));
    if (typeof input !== 'string') read.push({ covariate, relation, input });
  }
  const rows = read.map((one) => knownRowsSql(one, asOfHour));
  const nothing = `SELECT '' AS name, '' AS entity, 0 AS hour, 0::DOUBLE AS value, 0 AS known_hour WHERE false`;
  const relation = `(${[nothing, ...rows].join(' UNION ALL ')})`;
  const staged = await stageCovariates(store, engine, { relation, asOfHour, runId });
  const { newRows, revisedRows } = staged.output;
  return {
    output: { newRows, revisedRows, covariates: reports },
    commit: async (transaction) => {
      await staged.commit(transaction);
      await remember(transaction);
      for (const { input } of read) {
        const { storedThroughHour: before = asOfHour } = input;
        await recordRead(transaction, input, { asOfHour, runId });
        await input.remember(transaction, Math.max(asOfHour, before));
      }
    },
  };
}

/** The input, or why a covariate that was read before cannot be read now. */
async function readOrExplain(
  { store, logger }: CollectCovariatesContext,
  covariate: Covariate,
  context: Parameters<Covariate['read']>[0],
): Promise<CovariateInput | string> {
  try {
    return await covariate.read(context);
  } catch (thrown) {
    const { name } = covariate.facts;
    const wasRead = (await findInputRecord(store.catalogue, name)) !== undefined;
    if (!(thrown instanceof GridcastError) || !wasRead) throw thrown;
    logger.warn('covariate cannot be read', { name, reason: thrown.message });
    return thrown.message;
  }
}

function reportOf({ facts: { name } }: Covariate, input: CovariateInput | string): CovariateReport {
  if (typeof input === 'string') return { name, rowsRead: 0, goodRows: 0, quarantined: {}, problem: input };
  const quarantined = Object.fromEntries(input.quarantined.map(({ reason, rows }) => [reason, rows]));
  return { name, rowsRead: input.rowsRead, goodRows: input.goodRows, quarantined };
}

function knownRowsSql({ covariate, relation, input }: ReadCovariate, asOfHour: HourUtc): string {
  const { name, delayHours } = covariate.facts;
  const known = `coalesce(known_hour, hour + ${1 + delayHours})`;
  const before = input.storedThroughHour ?? -2_000_000_000;
  return `SELECT '${name}' AS name, entity, hour, value, known_hour FROM ${relation}
    WHERE ${known} <= ${asOfHour} AND ${known} > ${before}`;
}
