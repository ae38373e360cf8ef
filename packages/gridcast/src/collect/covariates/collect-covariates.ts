/** The covariates' part of a collect: their rows that are known at the as-of become versions. */
import { GridcastError, type HourUtc, type Logger, type ProgressListener } from '../../core/index.ts';
import { stageCovariates, type SqlEngine, type StagedObservations, type Store } from '../../store/index.ts';
import type { FeedHealth } from '../feed/health.ts';
import type { Network } from '../feed/network.ts';
import { findInputRecord } from '../input-record.ts';
import { openParsingEngine } from '../put-parsed.ts';
import { recordRead } from '../record-input.ts';
import type { Covariate, CovariateContext, CovariateInput } from './covariate.ts';
import { rememberCovariates } from './home-covariates.ts';
import { ServiceDesk } from './services/ask.ts';
import { findServiceHealth } from './services/service-health.ts';

export interface CollectCovariatesContext {
  readonly store: Store;
  readonly covariates: readonly Covariate[];
  readonly asOfHour: HourUtc;
  /** The hour that is running now. */
  readonly presentHour: HourUtc;
  readonly runId: string;
  readonly threads: number;
  readonly network: Network;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly progress: ProgressListener;
}

/** What was read of one covariate. */
export interface CovariateReport {
  readonly name: string;
  readonly rowsRead: number;
  readonly goodRows: number;
  /** Rows set aside, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Why nothing was read, or not all: what was stored before is used on. */
  readonly problem?: string;
  /** How the service is that gives it; absent for files. */
  readonly feed?: FeedHealth;
}

export interface CollectedCovariates {
  readonly newRows: number;
  readonly revisedRows: number;
  readonly covariates: readonly CovariateReport[];
}

/**
 * Reads all covariates and commits their rows that are known at the as-of, part by part, with the raw inputs and the rows set aside.
 * An input that was read before and cannot be read now is left out, and the report says why: forecasts go on without its news. So it
 * is with a service, read before or not.
 *
 * @throws the errors of a file that was never read; the errors of `stageCovariates` and of its commit
 */
export async function collectCovariates(context: CollectCovariatesContext): Promise<CollectedCovariates> {
  const { store, covariates } = context;
  const staged = { newRows: 0, revisedRows: 0 };
  const reports: CovariateReport[] = [];
  if (covariates.length > 0) {
    using engine = await openParsingEngine(store.lake, context.threads);
    const desk = new ServiceDesk({ ...context, lake: store.lake });
    for (const [place, covariate] of covariates.entries()) {
      const reading = { ...context, engine, desk, relation: `covariate_input_${place}` };
      const read = await readOne(context, covariate, reading);
      staged.newRows += read.newRows;
      staged.revisedRows += read.revisedRows;
      reports.push(read.report);
    }
  }
  await store.catalogue.transaction().execute((t) => rememberCovariates(t, covariates));
  return { ...staged, covariates: reports };
}

interface ReadCovariate {
  readonly newRows: number;
  readonly revisedRows: number;
  readonly report: CovariateReport;
}

async function readOne(
  context: CollectCovariatesContext,
  covariate: Covariate,
  reading: CovariateContext,
): Promise<ReadCovariate> {
  const { name } = covariate.facts;
  const [inputs, rows] = [[] as CovariateInput[], [] as StagedObservations[]];
  let problem: string | undefined;
  try {
    for await (const input of covariate.read(reading)) {
      rows.push(await commitInput(context, reading, { covariate, input }));
      inputs.push(input);
    }
  } catch (thrown) {
    problem = await explain(context, covariate, thrown);
  }
  const feed = await findServiceHealth(context.store.catalogue, covariate, context.asOfHour);
  const sum = <Item>(items: readonly Item[], count: (item: Item) => number): number =>
    items.reduce((total, item) => total + count(item), 0);
  return {
    newRows: sum(rows, (some) => some.newRows),
    revisedRows: sum(rows, (some) => some.revisedRows),
    report: {
      name,
      rowsRead: sum(inputs, ({ rowsRead }) => rowsRead),
      goodRows: sum(inputs, ({ goodRows }) => goodRows),
      quarantined: Object.fromEntries(
        inputs.flatMap(({ quarantined }) => quarantined.map((some) => [some.reason, some.rows])),
      ),
      ...(problem === undefined ? {} : { problem }),
      ...(feed === undefined ? {} : { feed }),
    },
  };
}

interface InputOfCovariate {
  readonly covariate: Covariate;
  readonly input: CovariateInput;
}

/** Stages the rows of an input and publishes them with what was read, in one transaction. */
async function commitInput(
  { store, asOfHour, runId }: CollectCovariatesContext,
  { engine, relation }: { readonly engine: SqlEngine; readonly relation: string },
  { covariate, input }: InputOfCovariate,
): Promise<StagedObservations> {
  const rows = knownRowsSql(covariate, relation, { input, asOfHour });
  const staged = await stageCovariates(store, engine, { relation: `(${rows})`, asOfHour, runId });
  await store.catalogue.transaction().execute(async (transaction) => {
    await staged.commit(transaction);
    await recordRead(transaction, input, { asOfHour, runId, dataset: 'covariates' });
    await input.remember(transaction, Math.max(asOfHour, input.storedThroughHour ?? asOfHour));
  });
  return staged.output;
}

/** Why a covariate that may be missing cannot be read now; every other failure is thrown on. */
async function explain(
  { store, logger }: CollectCovariatesContext,
  { facts: { name }, service }: Covariate,
  thrown: unknown,
): Promise<string> {
  if (!(thrown instanceof GridcastError) || !thrown.code.startsWith('COLLECT_')) throw thrown;
  const mayMiss = service !== undefined || (await findInputRecord(store.catalogue, name)) !== undefined;
  if (!mayMiss) throw thrown;
  logger.warn('covariate cannot be read', { name, reason: thrown.message });
  return thrown.message;
}

function knownRowsSql(
  { facts: { name, delayHours } }: Covariate,
  relation: string,
  { input, asOfHour }: { readonly input: CovariateInput; readonly asOfHour: HourUtc },
): string {
  const known = `coalesce(known_hour, hour + ${1 + delayHours})`;
  const before = input.storedThroughHour ?? -2_000_000_000;
  return `SELECT '${name}' AS name, entity, hour, value, known_hour FROM ${relation}
    WHERE ${known} <= ${asOfHour} AND ${known} > ${before}`;
}
