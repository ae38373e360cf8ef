import {
  buildVectors,
  dropVectors,
  makeOriginsSpine,
  servingGroups,
  putVectors,
  vectorTablesQuery,
  type VectorTables,
} from '../../train/index.ts';
import {
  applyDefinitions,
  columnsOf,
  declaredDefinitions,
  planDefinitions,
  referenceOf,
  servingView,
  type FeatureGroup,
} from '../../features/index.ts';
import {
  foldEarlierDays,
  recordFeatureStatistics,
  recordObservationStatistics,
  type Commit,
} from '../../monitor/index.ts';
import { putQuery } from '../../store/index.ts';
import { failedNames, requireValid, storeResults } from '../../validate/index.ts';
import { servedGroups } from '../champion.ts';
import { checkObject } from '../check-object.ts';
import { covariateQuality } from '../covariate-quality.ts';
import type { RunContext } from '../run-context.ts';
import { covariateFacts, type LoadedEngine } from '../serving.ts';
import type { Step } from '../steps.ts';
import { readTuned } from '../tuning/in-force.ts';
import { hasNoStops } from './validate-step.ts';

const SPINE = 'serving_spine';

/** Materialises the vectors of the origin: 24 rows a series on each link. */
export const featuresStep: Step = {
  name: 'features',
  execute: async (context, runId) => {
    await planDefinitions(context.store.catalogue, declaredDefinitions);
    const known = await context.serving.open(context);
    const { engine, loaded } = known;
    if (loaded.firstHour === undefined) return { skipped: 'no value is known at the origin' };
    const covariates = covariateFacts(context);
    await makeOriginsSpine(engine, [context.origin], SPINE);
    const { origin, delayHours, calendar } = context;
    const planned = servingGroups(loaded.firstHour, {
      asOf: origin,
      delayHours,
      covariates: covariates.length,
      tuned: await readTuned(context),
    });
    const groups = [...new Set([...planned, ...(await servedGroups(context))])];
    const built = await buildVectors({
      engine,
      spine: SPINE,
      delayHours,
      calendar,
      groups,
      covariates,
    });
    const tables = await putVectors(engine, built, SPINE);
    const countStatistics = await recordStatistics(context, known, {
      tables,
      groups: groups as readonly FeatureGroup[],
    });
    const keys = ['k.series', ...loaded.keyNames.map((_, i) => `k.key_${i}`)].join(', ');
    const query = `SELECT ${keys}, n.known_until, b.* EXCLUDE (series) FROM (${vectorTablesQuery(tables)}) b
      JOIN series k ON k.series = b.series
      LEFT JOIN (SELECT series, MAX(hour) + 1 AS known_until FROM observation_versions GROUP BY series) n
        ON n.series = b.series ORDER BY b.link, k.series, b.target`;
    const object = await putQuery(context.store.lake, engine, { kind: 'features', query });
    await dropVectors(engine, tables);
    const reports = await checkObject(context, { on: 'features', objectKey: object.key });
    return {
      output: {
        objectKey: object.key,
        rows: object.rows,
        series: loaded.series.length,
        view: referenceOf(servingView),
        delayHours,
        snapshotId: loaded.snapshotId ?? null,
        ...(covariates.length === 0 ? {} : { covariates: covariateQuality(context, known.covariates) }),
        ...(reports.length === 0 ? {} : failedNames(reports)),
      },
      commit: async (transaction) => {
        await storeResults(transaction, { runId, snapshotId: loaded.snapshotId ?? null, reports }, 'add');
        await applyDefinitions(transaction, await planDefinitions(transaction, declaredDefinitions), {
          asOf: context.origin,
          codeVersion: context.codeVersion,
        });
        await countStatistics(transaction);
      },
      verify: () => requireValid(reports),
    };
  },
  isSettled: hasNoStops,
};

/** Statistics of the vectors, and of the observations collected since they were last counted. */
async function recordStatistics(
  { store, origin }: RunContext,
  { engine, loaded }: LoadedEngine,
  { tables, groups }: { readonly tables: VectorTables; readonly groups: readonly FeatureGroup[] },
): Promise<Commit> {
  const shared = { store, engine, series: loaded.series.length };
  const commits = [
    await recordFeatureStatistics({
      ...shared,
      tables,
      columns: columnsOf(groups)
        .map(({ name }) => name)
        .filter((name) => name !== 'series'),
      origin,
      version: referenceOf(servingView),
    }),
    await recordObservationStatistics({
      ...shared,
      keyNames: loaded.keyNames,
      snapshotId: loaded.snapshotId,
    }),
    await foldEarlierDays(shared, origin),
  ];
  return async (transaction) => {
    for (const commit of commits) await commit(transaction);
  };
}
