/** The rows of a sweep, made once for all its folds and trials by the functions that training uses. */
import type { CovariateFacts, HourUtc } from '../../core/index.ts';
import { LEADS, sampleSpine, type Calendar } from '../../features/index.ts';
import {
  getColumn,
  memberColumns,
  usableRows,
  type LinkedVectors,
  type MemberFeature,
  type TreeMember,
} from '../../model/index.ts';
import type { SqlEngine } from '../../store/index.ts';
import { buildVectors, readSpine, takeVectors, type BuiltVectors } from '../built-vectors.ts';
import { makeOriginsSpine, makeUnionSpine, truthOf } from '../feature-rows.ts';
import { takeTreeRows } from '../fit.ts';
import type { Fold } from './folds.ts';

const MOST_SCORED_ROWS = 400_000;
const TRAIN_SPINE = 'sweep_training_spine';
const SCORE_SPINE = 'sweep_scoring_spine';

export interface SweepRowsInput {
  readonly engine: SqlEngine;
  readonly delayHours: number;
  readonly calendar: Calendar;
  readonly covariates: readonly CovariateFacts[];
  readonly series: number;
  readonly folds: readonly Fold[];
  /** What the truths of the scored rows are read as of. */
  readonly cut: HourUtc;
  readonly firstOrigin: HourUtc;
  readonly stepHours: number;
  readonly isShort: boolean;
  readonly seed: number;
  readonly maxRows: number;
  /** Rows that all folds together are scored on, at most; of more, every so many-th series counts. Default 400,000. */
  readonly mostScored?: number;
  /** Tree members of the plan; the one that can learn from most rows is tuned. */
  readonly members: readonly TreeMember[];
  /** The groups of columns that any trial reads. */
  readonly groups: readonly string[];
  /** Relations of series, target and origin whose vectors are built along. */
  readonly moreSpines: readonly string[];
}

/** What trees learn from and forecast, without what they are scored by: this is what workers get. */
export interface LearningRows {
  /** Of the columns. */
  readonly names: readonly string[];
  readonly maxBin: number;
  readonly train: readonly Float64Array[];
  readonly label: Float64Array;
  readonly weight: Float64Array;
  /** The first fold in which the truth of each training row is known. */
  readonly entersAt: Uint8Array;
  /** The columns of each fold's scored rows. */
  readonly scored: readonly (readonly Float64Array[])[];
}

/** What the forecasts of one fold are scored by, one item a scored row. */
export interface ScoringRows {
  readonly origin: Float64Array;
  readonly series: Float64Array;
  readonly truth: Float64Array;
  /** What a forecast is relative to, and the scale of its link. */
  readonly anchor: Float64Array;
  readonly unit: Float64Array;
  /** Mean |y[t] - y[t-24]| known at the origin. */
  readonly scale: Float64Array;
}

export interface SweepRows {
  /** The member that is tuned, as the plan has it. */
  readonly member: TreeMember;
  readonly learning: LearningRows;
  readonly scoring: readonly ScoringRows[];
  /** The vectors of all spines. */
  readonly built: BuiltVectors;
}

/** Builds the rows. Invariant: nothing that became known after a fold's `asOf` is in its training rows, nothing after the cut anywhere. */
export async function buildSweepRows(input: SweepRowsInput): Promise<SweepRows> {
  const { engine, folds } = input;
  const last = folds.at(-1)?.asOf ?? 0;
  const stride = strideOf(input);
  await sampleSpine(engine, { ...input, lastOrigin: last - 1, asOf: last, table: TRAIN_SPINE });
  const origins = folds.flatMap((fold) => fold.origins);
  await makeOriginsSpine(engine, origins, SCORE_SPINE, stride);
  await makeUnionSpine(engine, [TRAIN_SPINE, SCORE_SPINE, ...input.moreSpines], 'sweep_spine');
  const built = await buildVectors({ ...input, spine: 'sweep_spine' });
  const known = await knownTruths(engine, folds);
  const { vectors } = takeVectors(built, await readSpine(engine, TRAIN_SPINE));
  const member = leadOf(input.members, vectors);
  const widest = { ...member, groups: input.groups };
  const taken = takeTreeRows({ ...input, vectors, truth: known.truth }, widest);
  const scored = await scoredFolds(input, built, { member, features: taken.memberFeatures, stride });
  return {
    member,
    learning: {
      names: taken.featureNames,
      maxBin: member.params.max_bin ?? 255,
      train: taken.features,
      label: taken.label,
      weight: taken.weight,
      entersAt: Uint8Array.from(taken.rows, (row) => known.entersAt[row] as number),
      scored: scored.map(({ columns }) => columns),
    },
    scoring: scored.map(({ scoring }) => scoring),
    built,
  };
}

/** Every so many-th series is scored, so that memory stays bounded. */
function strideOf({ series, folds, mostScored = MOST_SCORED_ROWS }: SweepRowsInput): number {
  const rows = series * LEADS * folds.reduce((sum, { origins }) => sum + origins.length, 0);
  return Math.max(1, Math.ceil(rows / mostScored));
}

/** The member that can learn from most rows, of equals the first of the plan. */
function leadOf(members: readonly TreeMember[], vectors: LinkedVectors): TreeMember {
  const sized = members.map((member) => ({
    member,
    rows: usableRows(vectors[member.link], member.anchor).length,
  }));
  const most = Math.max(...sized.map(({ rows }) => rows));
  const lead = sized.find(({ rows }) => rows === most);
  if (lead === undefined) throw new RangeError('A sweep needs a tree member.');
  return lead.member;
}

/** The truth of each training row as it was when it first was known, and the fold from which on it is; NaN where never. */
async function knownTruths(
  engine: SqlEngine,
  folds: readonly Fold[],
): Promise<{ readonly truth: Float64Array; readonly entersAt: Uint8Array }> {
  let truth: Float64Array = new Float64Array();
  let entersAt = new Uint8Array();
  for (const [place, { asOf }] of folds.entries()) {
    const now = await truthOf(engine, TRAIN_SPINE, asOf);
    if (place === 0) [truth, entersAt] = [now, new Uint8Array(now.length)];
    for (const [row, value] of now.entries()) {
      if (!Number.isNaN(truth[row]) || Number.isNaN(value)) continue;
      truth[row] = value;
      entersAt[row] = place;
    }
  }
  return { truth, entersAt };
}

interface ScoredFold {
  readonly columns: readonly Float64Array[];
  readonly scoring: ScoringRows;
}

interface Scored {
  readonly member: TreeMember;
  readonly features: readonly MemberFeature[];
  readonly stride: number;
}

/** The rows that the folds are scored on, of those for which the member has a forecast. */
async function scoredFolds(
  input: SweepRowsInput,
  built: BuiltVectors,
  { member, features, stride }: Scored,
): Promise<ScoredFold[]> {
  const { engine, folds, cut } = input;
  const { vectors } = takeVectors(built, await readSpine(engine, SCORE_SPINE));
  const truth = await truthOf(engine, SCORE_SPINE, cut);
  const columns = vectors[member.link];
  const origins = folds.flatMap((fold) => fold.origins);
  const perOrigin = Math.ceil(input.series / stride) * LEADS;
  const usable = usableRows(columns, member.anchor).filter((row) => !Number.isNaN(truth[row]));
  let first = 0;
  return folds.map((fold) => {
    const end = first + perOrigin * fold.origins.length;
    const rows = usable.filter((row) => row >= first && row < end);
    first = end;
    const take = (column: Float64Array): Float64Array =>
      Float64Array.from(rows, (row) => column[row] as number);
    return {
      columns: memberColumns(columns, features, member.anchor, rows),
      scoring: {
        origin: Float64Array.from(rows, (row) => origins[Math.floor(row / perOrigin)] as number),
        series: Float64Array.from(rows, (row) => Math.floor((row % perOrigin) / LEADS)),
        truth: take(truth),
        anchor: take(getColumn(columns, member.anchor)),
        unit: take(getColumn(columns, 'scale')),
        scale: take(getColumn(vectors.linear, 'scale')),
      },
    };
  });
}
