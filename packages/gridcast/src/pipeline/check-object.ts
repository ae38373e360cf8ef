/** Suites on what a step has just made: the vectors of an origin, the rows of a training. */
import { openSqlEngine, readParquet } from '../store/index.ts';
import { checkRelation, describeRelation, type ExpectationReport } from '../validate/index.ts';
import type { RunContext } from './run-context.ts';
import { loadSuites } from './suites.ts';

/** Checks every suite on the relation; nothing is read where there is none. */
export async function checkObject(
  context: RunContext,
  { on, objectKey }: { readonly on: 'features' | 'training'; readonly objectKey: string },
): Promise<readonly ExpectationReport[]> {
  const suites = (await loadSuites(context)).filter((suite) => suite.on === on);
  if (suites.length === 0) return [];
  using engine = await openSqlEngine({ threads: context.config.threads });
  const path = await context.store.lake.localPath(objectKey);
  await engine.run(`CREATE TABLE ${on} AS FROM ${readParquet([path])}`);
  const relation = await describeRelation(engine, on);
  const reports: ExpectationReport[] = [];
  for (const suite of suites) reports.push(...(await checkRelation(engine, relation, suite)));
  return reports;
}
