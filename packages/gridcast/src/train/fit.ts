/** Fits the tree members of a plan as of one instant. */
import type { Booster, LightGbm } from '@gridcast/lightgbm';
import type { CovariateFacts, ProgressListener } from '../core/index.ts';
import {
  getColumn,
  memberColumns,
  recursiveFeatures,
  recursiveRows,
  usableRows,
  type FittedMember,
  type History,
  type LinkedVectors,
  type Member,
  type MemberFeature,
  type RecursiveMember,
  type TreeMember,
} from '../model/index.ts';
import { memberFeatures } from './feature-rows.ts';

export interface FitInput {
  readonly lightgbm: LightGbm;
  /** More of it: so many members more are fitted at once. */
  readonly besides?: readonly LightGbm[] | undefined;
  readonly members: readonly Member[];
  readonly covariates: readonly CovariateFacts[];
  readonly vectors: LinkedVectors;
  /** The truth of each row of the vectors. */
  readonly truth: Float64Array;
  /** History of weeks: rows of unusual days count less, since too few were seen to learn them. */
  readonly isShort: boolean;
  /** What is known at the instant of the fit; absent where no member reads it. */
  readonly history: History | undefined;
  readonly seed: number;
  readonly maxRows: number;
  readonly progress: ProgressListener;
  readonly signal?: AbortSignal | undefined;
}

/** The name under which a booster keeps its loss on the rows it learnt from. */
export const TRAINING_LOSS = 'training';

const LEAST_ROWS = 200;
/** Rows that bins are made from: sorting all of them takes as long as half of the trees, and tells no more. */
const BIN_ROWS = 4_000;
/** Below this many rows threads wait for each other longer than they work; trees are the same either way. */
const LEAST_ROWS_OF_THREADS = 200_000;
/** Weight of a row whose target or week anchor is a holiday or the like, on short history. */
const UNUSUAL_DAY_WEIGHT = 0.2;
const FIRST_UNUSUAL_CLASS = 3;

/** Fits every member; a tree member without enough rows on its link is left out. */
export async function fitMembers(input: FitInput): Promise<FittedMember[]> {
  const { members, lightgbm, besides = [], progress } = input;
  const fitted: (FittedMember | undefined)[] = members.map(() => undefined);
  const waiting = members.entries();
  let done = 0;
  const lane = async (own: LightGbm): Promise<void> => {
    for (const [place, member] of waiting) {
      fitted[place] = await fitMember({ ...input, lightgbm: own }, member);
      progress({ task: 'fit members', done: ++done, total: members.length, note: member.name });
    }
  };
  await Promise.all([lightgbm, ...besides].map(lane));
  return fitted.filter((one) => one !== undefined);
}

async function fitMember(input: FitInput, member: Member): Promise<FittedMember | undefined> {
  if (member.kind === 'trees') return fitTrees(input, member);
  if (member.kind === 'recursive') return fitRecursive(input, member);
  return { member, features: [] };
}

async function fitRecursive(input: FitInput, member: RecursiveMember): Promise<FittedMember | undefined> {
  if (input.history === undefined) return undefined;
  const { seed, maxRows, isShort } = input;
  const rows = recursiveRows(input.history, { atMost: maxRows, seed, isShort });
  if (rows.label.length < LEAST_ROWS) return undefined;
  const booster = await trainBooster(input, member, { ...rows, featureNames: recursiveFeatures });
  return { member, features: [], booster };
}

interface TrainingRows {
  readonly features: readonly Float64Array[];
  readonly label: Float64Array;
  readonly weight: Float64Array;
  readonly featureNames: readonly string[];
}

async function trainBooster(
  { lightgbm, seed, signal }: FitInput,
  { params, rounds }: Pick<TreeMember, 'params' | 'rounds'>,
  rows: TrainingRows,
): Promise<Booster> {
  const bins = { max_bin: params.max_bin ?? 255, bin_construct_sample_cnt: BIN_ROWS };
  using dataset = await lightgbm.createDataset({ ...rows, params: bins });
  const threads = rows.label.length < LEAST_ROWS_OF_THREADS ? { num_threads: 1 } : {};
  return lightgbm.train({
    dataset,
    params: { ...params, ...threads, seed },
    rounds,
    valid: { [TRAINING_LOSS]: dataset },
    ...(signal === undefined ? {} : { signal }),
  });
}

async function fitTrees(input: FitInput, member: TreeMember): Promise<FittedMember | undefined> {
  const taken = takeTreeRows(input, member);
  if (taken.rows.length < LEAST_ROWS) return undefined;
  const booster = await trainBooster(input, member, taken);
  return { member, features: taken.memberFeatures, booster };
}

/** What a tree member learns from: a row for each place of `rows` among those of the vectors. */
export interface TreeRows extends TrainingRows {
  readonly memberFeatures: readonly MemberFeature[];
  readonly rows: Int32Array;
}

/** Takes the rows that a tree member can learn from, of vectors with their truths. */
export function takeTreeRows(
  input: Pick<FitInput, 'vectors' | 'truth' | 'covariates' | 'isShort'>,
  member: TreeMember,
): TreeRows {
  const columns = input.vectors[member.link];
  const features = memberFeatures(member, input.covariates).filter(({ name }) => columns[name] !== undefined);
  const labels = labelsOf(input, member);
  const rows = usableRows(columns, member.anchor).filter((row) => Number.isFinite(labels[row]));
  const unusual = rowWeights(input);
  return {
    memberFeatures: features,
    rows,
    features: memberColumns(columns, features, member.anchor, rows),
    label: Float64Array.from(rows, (row) => labels[row] as number),
    weight: Float64Array.from(rows, (row) => unusual[row] as number),
    featureNames: features.map(({ name }) => name),
  };
}

/** What trees learn: the target minus the anchor, on the link's scale. */
function labelsOf({ vectors, truth }: Pick<FitInput, 'vectors' | 'truth'>, member: TreeMember): Float64Array {
  const columns = vectors[member.link];
  const [anchor, scale] = [getColumn(columns, member.anchor), getColumn(columns, 'scale')];
  return truth.map((y, row) => {
    const z = member.link === 'linear' ? y / (scale[row] as number) : y > 0 ? Math.log(y) : Number.NaN;
    return z - (anchor[row] as number);
  });
}

function rowWeights({
  vectors,
  truth,
  isShort,
}: Pick<FitInput, 'vectors' | 'truth' | 'isShort'>): Float64Array {
  const weights = new Float64Array(truth.length).fill(1);
  if (!isShort) return weights;
  const [target, week] = [vectors.linear['class_target'], vectors.linear['class_week']];
  for (let row = 0; row < weights.length; row++) {
    const isUnusual =
      (target?.[row] ?? 0) >= FIRST_UNUSUAL_CLASS || (week?.[row] ?? 0) >= FIRST_UNUSUAL_CLASS;
    if (isUnusual) weights[row] = UNUSUAL_DAY_WEIGHT;
  }
  return weights;
}
