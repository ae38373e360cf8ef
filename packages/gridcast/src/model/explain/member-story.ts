/** One member's forecasts in parts: what it starts from, and what it adds. */
import { recentValues, type History } from '../history.ts';
import { toNatural } from '../link.ts';
import type { AnchorMember, TreeMember } from '../members.ts';
import type { FittedMember } from '../predict-members.ts';
import { getColumn, memberColumns, usableRows, type LinkedVectors } from '../vectors.ts';
import type { ExplainedStep } from './explanation.ts';

/** What a member starts from, in the words of the steps. */
export type StoryStart = Extract<ExplainedStep, 'week' | 'day' | 'like'>;

/**
 * The 24 forecasts of a member in parts, in the series' own unit; NaN where it has no forecast.
 *
 * Invariant: `base` and the columns of `steps` and `features` sum to the member's forecast at each lead.
 */
export interface MemberStory {
  /** Undefined for a member that starts from no one value: its base is the one it was handed. */
  readonly start: StoryStart | undefined;
  readonly base: Float64Array;
  readonly steps: ReadonlyMap<ExplainedStep, Float64Array>;
  readonly features: ReadonlyMap<string, Float64Array>;
}

/** What stories of one series are told from. */
export interface StoryInputs {
  readonly vectors: LinkedVectors;
  /** One series. */
  readonly history: History;
  /** What the forecast as a whole starts from at each lead. */
  readonly reference: Float64Array;
  /** The member's own forecasts. */
  readonly forecast: Float64Array;
}

const LEADS = 24;
const DAY = 24;
const NO_FEATURES: ReadonlyMap<string, Float64Array> = new Map();

/** The story of one member. */
export async function storyOf(fitted: FittedMember, inputs: StoryInputs): Promise<MemberStory> {
  const { member } = fitted;
  const { forecast, reference } = inputs;
  const beyond = (base: Float64Array): Float64Array =>
    forecast.map((value, i) => value - (base[i] as number));
  if (member.kind === 'profile') {
    const steps = new Map([['profile', beyond(reference)]] as const);
    return { start: undefined, base: reference, steps, features: NO_FEATURES };
  }
  if (member.kind === 'recursive') {
    const base = newestDays(inputs.history);
    return {
      start: 'day',
      base,
      steps: new Map([['recursive', beyond(base)]] as const),
      features: NO_FEATURES,
    };
  }
  return relativeStory(fitted as RelativeMember, inputs.vectors);
}

type RelativeMember = FittedMember & { readonly member: AnchorMember | TreeMember };

/** The same hour of the newest day that is known: what the steps of the recursive member add up from. */
export function newestDays(history: History): Float64Array {
  const { values, startHour } = recentValues(history, 0);
  const end = startHour + values.length;
  return Float64Array.from({ length: LEADS }, (_, lead) => {
    const target = history.origin + lead;
    const days = Math.ceil((target - end + 1) / DAY);
    return values[target - DAY * days - startHour] ?? Number.NaN;
  });
}

/**
 * The story of a member that forecasts relative to an anchor a, on its link: z = a + c1 + … + cn, where c are the anchor's level and
 * the trees' contributions. In the series' unit each ci becomes L ci, with the logarithmic mean L of what it goes from and to on the log
 * link, and the scale on the linear one: exact whatever the order of the ci, for L = (e^z − e^a) / (z − a).
 *
 * Source: Ang (2005), The LMDI approach to decomposition analysis, doi:10.1016/j.enpol.2003.10.010; Lundberg et al. (2020),
 * doi:10.1038/s42256-019-0138-9, for the contributions of trees, which LightGBM computes.
 */
async function relativeStory(fitted: RelativeMember, vectors: LinkedVectors): Promise<MemberStory> {
  const { link, anchor: anchorName } = fitted.member;
  const columns = vectors[link];
  const [anchor, scale] = [getColumn(columns, anchorName), getColumn(columns, 'scale')];
  const natural = (z: Float64Array): Float64Array =>
    z.map((value, row) => toNatural(link, value, scale[row] as number));
  const rows = usableRows(columns, anchorName);
  const { features, expected } = await correctionsOf(fitted, vectors, rows);
  const isLevelled = anchorName === 'anchor_weeklev';
  const base = natural(isLevelled ? getColumn(columns, 'anchor_week') : anchor);
  const anchored = natural(anchor);
  const steps = new Map<ExplainedStep, Float64Array>();
  if (isLevelled)
    steps.set(
      'level',
      anchored.map((value, row) => value - (base[row] as number)),
    );
  const all = [expected, ...features.values()];
  const factor = anchored.map((value, row) => {
    if (link === 'linear') return scale[row] as number;
    return value * exponentialMean(all.reduce((sum, column) => sum + (column[row] as number), 0));
  });
  const inUnit = (column: Float64Array): Float64Array =>
    column.map((value, row) => value * (factor[row] as number));
  steps.set('expected', inUnit(expected));
  return {
    start: startOfAnchor(anchorName),
    base,
    steps,
    features: new Map([...features].map(([name, column]) => [name, inUnit(column)])),
  };
}

/** (e^d − 1) / d: the logarithmic mean of e^d and 1. */
function exponentialMean(difference: number): number {
  return difference === 0 ? 1 : Math.expm1(difference) / difference;
}

function startOfAnchor(anchorName: string): StoryStart {
  if (anchorName === 'anchor_day') return 'day';
  return anchorName.startsWith('anchor_like') ? 'like' : 'week';
}

interface Corrections {
  readonly features: ReadonlyMap<string, Float64Array>;
  /** The mean correction, of no feature. */
  readonly expected: Float64Array;
}

/** What trees add on the link, by feature; nothing for a member without learning. */
async function correctionsOf(
  { member, features, booster }: RelativeMember,
  vectors: LinkedVectors,
  rows: Int32Array,
): Promise<Corrections> {
  const expected = new Float64Array(LEADS);
  if (booster === undefined || rows.length === 0) return { features: NO_FEATURES, expected };
  const columns = memberColumns(vectors[member.link], features, member.anchor, rows);
  const width = features.length + 1;
  const flat = await booster.predict(columns, { kind: 'contributions' });
  const columnOf = (place: number): Float64Array => {
    const column = new Float64Array(LEADS);
    for (const [i, row] of rows.entries()) column[row] = flat[i * width + place] as number;
    return column;
  };
  return {
    features: new Map(features.map(({ name }, place) => [name, columnOf(place)])),
    expected: columnOf(features.length),
  };
}
