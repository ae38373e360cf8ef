/** One whole cycle for one logical hour: collect first, then the steps of the run that collect's result identifies. */
import { collectCovariates, type CollectedCovariates, type InputCollected } from '../collect/index.ts';
import { decidingConfig } from '../config/index.ts';
import {
  GridcastError,
  hashJson,
  isoOfHour,
  isoOfMs,
  reasonOf,
  withoutSecrets,
  type Json,
} from '../core/index.ts';
import {
  acquireLease,
  findRun,
  findStep,
  finishRun,
  processHolder,
  recordStep,
  releaseLease,
  runLeaseName,
  startRun,
} from '../store/index.ts';
import { exportSuite } from '../validate/index.ts';
import { dataIdentity } from './data-identity.ts';
import type { RunContext } from './run-context.ts';
import { loadSuites } from './suites.ts';
import { findTunedKey } from './tuning/in-force.ts';
import { stepNames, steps, type Step, type StepName } from './steps.ts';

const LEASE_MS = 60 * 60_000;
const COLLECT_ATTEMPTS = 5;

/** What one step did. */
export interface StepReport {
  readonly name: StepName;
  /** `kept`: an earlier attempt had already done it. */
  readonly outcome: 'done' | 'kept' | 'skipped';
  readonly durationMs: number;
  readonly output: Json;
}

export interface RunReport {
  readonly runId: string;
  readonly origin: string;
  /** True where this hour had been run on the same inputs before: nothing was changed. */
  readonly nothingToDo: boolean;
  /** What people should know of the input: why it was not asked, or what is wrong with it. */
  readonly note?: string;
  readonly steps: readonly StepReport[];
}

/**
 * Runs the cycle up to and including `until` (default: all of it). Steps that an earlier attempt committed are kept, so a killed
 * run ends like an undisturbed one. A second process on the same hour is refused, naming the holder.
 */
export async function runHour(context: RunContext, until: StepName = 'predict'): Promise<RunReport> {
  const { store, nowMs } = context;
  const lease = { name: runLeaseName(context.origin), holder: processHolder() };
  await acquireLease(store.catalogue, { ...lease, nowMs: nowMs(), ttlMs: LEASE_MS });
  try {
    return await runLeased(context, until);
  } finally {
    await releaseLease(store.catalogue, lease);
  }
}

async function runLeased(context: RunContext, until: StepName): Promise<RunReport> {
  const { store } = context;
  const collected = await collectHour(context);
  const said = noteOf(collected);
  const note = said === undefined ? {} : { note: said };
  const runId = await runIdentity(context);
  const origin = isoOfHour(context.origin);
  const earlier = await findRun(store.catalogue, runId);
  if (earlier?.status === 'done') return { runId, origin, nothingToDo: true, ...note, steps: [] };
  if (until === 'collect') return { runId, origin, nothingToDo: false, ...note, steps: [collected] };
  await startRun(store.catalogue, {
    id: runId,
    pipeline: 'hourly',
    logicalHour: context.origin,
    configHash: hashJson(decidingConfig(context.config)),
    nowMs: context.nowMs(),
  });
  const reports: StepReport[] = [collected];
  // Opening the library takes as long as the first steps do: start it beside them; who needs it meets its error.
  if (until === 'predict') context.openLightGbm().catch(() => undefined);
  try {
    await mark(context, runId, collected);
    const wanted = stepNames.slice(0, stepNames.indexOf(until) + 1);
    for (const step of steps.filter(({ name }) => wanted.includes(name))) {
      context.signal.throwIfAborted();
      reports.push(await runStep(context, step, runId));
    }
    if (until === 'predict')
      await finishRun(store.catalogue, { id: runId, status: 'done', nowMs: context.nowMs() });
  } catch (cause) {
    await finishRun(store.catalogue, {
      id: runId,
      status: 'failed',
      nowMs: context.nowMs(),
      error: withoutSecrets(reasonOf(cause)),
    });
    throw cause;
  } finally {
    context.serving[Symbol.dispose]();
  }
  return { runId, origin, nothingToDo: false, ...note, steps: reports };
}

/** Collects and commits; how far the input is stored is remembered in the same transactions. */
async function collectHour(context: RunContext): Promise<StepReport> {
  const { origin: asOfHour, presentHour, delayHours } = context;
  const started = context.nowMs();
  context.progress({ task: 'collect', done: 0, total: 1 });
  const output = await withoutConflict(() => context.input.collect({ asOfHour, presentHour, delayHours }));
  const beside = await withoutConflict(() => collectBeside(context));
  context.progress({ task: 'collect', done: 1, total: 1 });
  const durationMs = context.nowMs() - started;
  return {
    name: 'collect',
    outcome: 'done',
    durationMs,
    output: { ...output, ...beside } as unknown as Json,
  };
}

/** Collects the covariates; nothing to say where the home has none. */
async function collectBeside(context: RunContext): Promise<{ readonly covariates?: CollectedCovariates }> {
  const { origin: asOfHour, config } = context;
  const runId = hashJson({ step: 'covariates', origin: asOfHour }).slice(0, 32);
  const covariates = await collectCovariates({ ...context, asOfHour, runId, threads: config.threads });
  return covariates.covariates.length === 0 ? {} : { covariates };
}

/** Collects again where another process published rows of the same hours meanwhile: what it stored is then known. */
async function withoutConflict<Result>(collect: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await collect();
    } catch (thrown) {
      const isConflict = thrown instanceof GridcastError && thrown.code === 'STORE_SNAPSHOT_CONFLICT';
      if (!isConflict || attempt === COLLECT_ATTEMPTS) throw thrown;
    }
  }
}

/** What a collect says to people, of its input and of what is beside it; undefined where it has nothing to say. */
function noteOf({ output }: StepReport): string | undefined {
  const { note, covariates } = output as InputCollected & { readonly covariates?: CollectedCovariates };
  const troubles = (covariates?.covariates ?? []).flatMap(({ name, feed, problem }) => {
    if (feed !== undefined && feed.status !== 'fresh')
      return [`covariate ${name} is ${feed.status}: ${feed.reason}`];
    return problem === undefined ? [] : [`covariate ${name} was not read: ${problem}`];
  });
  const said = [note ?? [], troubles].flat();
  return said.length === 0 ? undefined : said.join('; ');
}

/** The identity of a run: what went in, never attempt, clock, path or host. */
async function runIdentity(context: RunContext): Promise<string> {
  const { origin, delayHours, config, codeVersion } = context;
  const tuned = await findTunedKey(context);
  return hashJson({
    pipeline: 'hourly',
    origin,
    ...(await dataIdentity(context)),
    config: decidingConfig(config),
    ...(tuned === undefined ? {} : { tuned }),
    delayHours,
    code: codeVersion,
    suites: (await loadSuites(context)).map((suite) => exportSuite(suite) as unknown as Json),
  }).slice(0, 32);
}

async function runStep(context: RunContext, step: Step, runId: string): Promise<StepReport> {
  const { store, logger, progress, nowMs } = context;
  const earlier = await findStep(store.catalogue, runId, step.name);
  if (earlier?.status === 'done') {
    const output = JSON.parse(earlier.output) as Json;
    if (step.isSettled?.(output) !== false)
      return { name: step.name, outcome: 'kept', durationMs: 0, output };
  }
  logger.info('step started', { step: step.name, runId });
  progress({ task: step.name, done: 0, total: 1 });
  const started = nowMs();
  const outcome = await step.execute(context, runId);
  const skipped = 'skipped' in outcome;
  const report: StepReport = {
    name: step.name,
    outcome: skipped ? 'skipped' : 'done',
    durationMs: nowMs() - started,
    output: skipped ? { reason: outcome.skipped } : (outcome.output as Json),
  };
  await mark(context, runId, report, skipped ? undefined : outcome.commit);
  logger.info('step ended', {
    step: step.name,
    runId,
    outcome: report.outcome,
    durationMs: report.durationMs,
  });
  progress({ task: step.name, done: 1, total: 1 });
  if (!skipped) outcome.verify?.();
  return report;
}

/** Publishes a step's work and marks it as done, in one transaction. */
async function mark(
  context: RunContext,
  runId: string,
  report: StepReport,
  commit?: (transaction: Parameters<typeof recordStep>[0]) => Promise<void>,
): Promise<void> {
  await context.store.catalogue.transaction().execute(async (transaction) => {
    await commit?.(transaction);
    await recordStep(transaction, {
      run_id: runId,
      name: report.name,
      status: report.outcome === 'skipped' ? 'skipped' : 'done',
      input_hash: runId,
      output: JSON.stringify(report.output),
      duration_ms: report.durationMs,
      ended_at: isoOfMs(context.nowMs()),
    });
  });
}
