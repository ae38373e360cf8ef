/** What differs between two runs. */
import { isoOfHour } from '../../core/index.ts';
import { getRun, readTrials, type Catalogue, type Run } from '../../store/index.ts';
import { describeTrial, type DescribedTrial } from './describe-trial.ts';
import { kindOf, rankTrials } from './trial-kinds.ts';

type Value = string | number | boolean | null;

/** One thing that two runs have unlike; null: a run does not have it. */
export interface Difference {
  readonly section: 'run' | 'parameters' | 'data and code' | 'environment' | 'metrics';
  /** A member's stands behind its name: `recursive: mase`. */
  readonly name: string;
  readonly before: Value;
  readonly after: Value;
}

export interface RunDiff {
  readonly before: string;
  readonly after: string;
  readonly differences: readonly Difference[];
}

/** Compares two runs, by id or the beginning of it. @throws STORE_RUN_UNKNOWN */
export async function diffRuns(catalogue: Catalogue, before: string, after: string): Promise<RunDiff> {
  const runs = [await getRun(catalogue, before), await getRun(catalogue, after)] as const;
  const sides = await Promise.all(runs.map((run) => sectionsOf(catalogue, run)));
  const [left, right] = sides as [Sections, Sections];
  const sections = Object.keys(left) as Difference['section'][];
  const differences = sections.flatMap((section) => {
    const names = new Set([...left[section].keys(), ...right[section].keys()]);
    return [...names]
      .map((name) => ({
        section,
        name,
        before: left[section].get(name) ?? null,
        after: right[section].get(name) ?? null,
      }))
      .filter((one) => one.before !== one.after);
  });
  return { before: runs[0].id, after: runs[1].id, differences };
}

type Sections = Readonly<Record<Difference['section'], ReadonlyMap<string, Value>>>;

async function sectionsOf(catalogue: Catalogue, run: Run): Promise<Sections> {
  const all = (await readTrials(catalogue, run.id)).map(describeTrial);
  const trials = rankTrials(all, 1).flatMap(({ main, below }) => [
    main,
    ...below.map((one) => named(main, one)),
  ]);
  const gather = (of: (trial: DescribedTrial) => Readonly<Record<string, Value>>): Map<string, Value> =>
    new Map(
      trials.flatMap((trial) =>
        Object.entries(of(trial)).map(([name, value]): [string, Value] => [under(trial, name), value]),
      ),
    );
  return {
    run: new Map<string, Value>([
      ['logical hour', isoOfHour(run.logical_hour)],
      ['status', run.status],
      ['hash of the settings', run.config_hash.slice(0, 12)],
      ['trials', all.length],
    ]),
    parameters: gather(({ parameters }) => parameters),
    'data and code': gather(({ inputs, modelVersion, parentId }) =>
      parentId === null ? { ...inputs, modelVersion } : {},
    ),
    environment: gather(({ environment }) => environment),
    metrics: gather(({ metrics, durationMs, peakMemoryMiB, parentId }) => ({
      ...Object.fromEntries(
        Object.entries(metrics).flatMap(([name, { value }]) => (value === null ? [] : [[name, value]])),
      ),
      ...(parentId === null ? { durationMs, peakMemoryMiB } : {}),
    })),
  };
}

/** Of rivals the best alone is compared: what else was tried is no property of the run. */
function named(main: DescribedTrial, below: DescribedTrial): DescribedTrial {
  return kindOf(main).rankedBy === undefined ? below : { ...below, name: 'best' };
}

function under({ parentId, name }: DescribedTrial, what: string): string {
  return parentId === null ? what : `${name}: ${what}`;
}
