/** Checks suites on a relation outside of any run; nothing is stored. */
import { GridcastError } from '../core/index.ts';
import {
  findNewestStep,
  loadObservations,
  openSqlEngine,
  readParquet,
  type SqlEngine,
} from '../store/index.ts';
import {
  checkRelation,
  describeRelation,
  openObservations,
  prepareValues,
  type ExpectationReport,
  type Relation,
  type RelationName,
  type RuleSuite,
} from '../validate/index.ts';
import type { RunContext } from './run-context.ts';

/**
 * Checks each suite on the relation: the observations as known at the context's origin, the raw input as it is now, or the
 * newest vectors or training rows.
 *
 * @throws VALIDATE_NO_RESULTS where no vectors or training rows were made yet
 */
export async function checkNow(
  context: RunContext,
  { on, suites }: { readonly on: RelationName; readonly suites: readonly RuleSuite[] },
): Promise<readonly ExpectationReport[]> {
  using engine = await openSqlEngine({ threads: context.config.threads });
  const relation = await openers[on](context, engine);
  const reports: ExpectationReport[] = [];
  for (const suite of suites) reports.push(...(await checkRelation(engine, relation, suite)));
  return reports;
}

type Opener = (context: RunContext, engine: SqlEngine) => Promise<Relation>;

const openers: Readonly<Record<RelationName, Opener>> = {
  observations: (context, engine) => openKnown(context, engine, 'observations'),
  versions: (context, engine) => openKnown(context, engine, 'versions'),
  raw: async ({ input }, engine) => {
    await input.loadRaw(engine, 'raw');
    return describeRelation(engine, 'raw');
  },
  features: async (context, engine) =>
    openObject(context, engine, ['features', await newestVectors(context)]),
  training: async (context, engine) =>
    openObject(context, engine, ['training', await newestTraining(context)]),
};

async function openKnown(
  { store, origin: asOfHour, delayHours }: RunContext,
  engine: SqlEngine,
  on: 'observations' | 'versions',
): Promise<Relation> {
  const { keyNames } = await loadObservations(store, engine, { asOfHour, delayHours });
  await prepareValues({ engine });
  return openObservations(engine, on, keyNames);
}

async function openObject(
  { store }: RunContext,
  engine: SqlEngine,
  [on, key]: readonly [RelationName, string | undefined],
): Promise<Relation> {
  if (key === undefined) {
    throw new GridcastError('VALIDATE_NO_RESULTS', { what: `relation ${on}`, command: 'gridcast run' });
  }
  const path = await store.lake.localPath(key);
  await engine.run(`CREATE TABLE ${on} AS FROM ${readParquet([path])}`);
  return describeRelation(engine, on);
}

async function newestVectors({ store: { catalogue } }: RunContext): Promise<string | undefined> {
  const step = await findNewestStep(catalogue, 'features');
  return (JSON.parse(step?.output ?? '{}') as { readonly objectKey?: string }).objectKey;
}

async function newestTraining({ store: { catalogue } }: RunContext): Promise<string | undefined> {
  const row = await catalogue
    .selectFrom('training_dataset')
    .select('object_key')
    .orderBy('as_of', 'desc')
    .orderBy('sha256')
    .executeTakeFirst();
  return row?.object_key;
}
