/** Records a backtest among the tracked runs, whichever way it ends. */
import { lightGbmVersion } from '@gridcast/lightgbm';
import { decidingConfig } from '../config/index.ts';
import { hashJson, isoOfHour, type HourUtc, type Json } from '../core/index.ts';
import { COVARIATES, snapshotFiles } from '../store/index.ts';
import type { RunContext } from './run-context.ts';
import { backtestTrial, type EndedBacktest } from './tracking/backtest-trial.ts';
import { flatten } from './tracking/flatten.ts';
import { trackRun } from './tracking/track-run.ts';
import { findTunedRow } from './tuning/in-force.ts';

export interface BacktestRequest {
  /** Ascending. */
  readonly origins: readonly HourUtc[];
  readonly refitHours: number;
}

/** Carries a backtest out under its record and gives the run's id with what it finds: the hash of what goes in. */
export async function trackBacktest<Result extends EndedBacktest>(
  context: RunContext,
  request: BacktestRequest,
  work: () => Promise<Result>,
): Promise<Result & { readonly runId: string }> {
  const { config, source, delayHours, codeVersion, nowMs } = context;
  const { origins, refitHours } = request;
  const startedAtMs = nowMs();
  const data = await dataOf(context);
  const tuned = await tunedOf(context, origins);
  const settings = decidingConfig(config);
  const inputs = { ...request, ...data, tuned, settings, delayHours, code: codeVersion };
  const runId = hashJson({ backtest: inputs as unknown as Json }).slice(0, 32);
  const result = await trackRun<Result>(context, {
    id: runId,
    pipeline: 'backtest',
    work,
    describe: async (end) =>
      backtestTrial(
        {
          parameters: flatten({
            origins: origins.length,
            firstOrigin: isoOfHour(origins[0] ?? 0),
            lastOrigin: isoOfHour(origins.at(-1) ?? 0),
            refitHours,
            delayHours,
            covariates: context.covariates.map(({ facts }) => facts.name).join(', '),
            config: settings,
          }),
          inputs: flatten({
            source: source.declaration.name,
            observationsSha256: hashJson(data.observations),
            covariatesSha256: data.covariates === undefined ? null : hashJson(data.covariates),
            tuned: tuned.length === 0 ? null : tuned.join(', '),
            codeVersion,
            configHash: hashJson(settings),
            library: `lightgbm ${lightGbmVersion}`,
          }),
          startedAtMs,
          durationMs: nowMs() - startedAtMs,
        },
        end,
      ),
  });
  return { ...result, runId };
}

/** All that is known now: later hours are the truths of the last origins. */
async function dataOf({ store, covariates }: RunContext): Promise<{ observations: Json; covariates?: Json }> {
  const keys = async (dataset: string): Promise<string[]> =>
    (await snapshotFiles(store.catalogue, { dataset })).map(({ object_key }) => object_key).sort();
  const observations = await keys('observations');
  if (covariates.length === 0) return { observations };
  const facts = covariates.map((one) => ({ ...one.facts })) as unknown as Json;
  return { observations, covariates: { facts, files: await keys(COVARIATES) } };
}

/** The tuned configurations that are in force at the origins, each once. */
async function tunedOf(context: RunContext, origins: readonly HourUtc[]): Promise<string[]> {
  const keys = new Set<string>();
  for (const origin of origins) {
    const key = (await findTunedRow(context, origin))?.object_key ?? undefined;
    if (key !== undefined) keys.add(key);
  }
  return [...keys];
}
