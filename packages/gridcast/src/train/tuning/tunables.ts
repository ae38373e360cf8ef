/** What of a tree member can be tuned: one entry each, with what it may be and what it does to the member. */
import type { Json } from '../../core/index.ts';
import { columnsOf, featureColumns, type FeatureGroup } from '../../features/index.ts';
import type { Member, TreeMember } from '../../model/index.ts';
import type { Settings } from './space.ts';

/** A number within limits, both included unless `above` says otherwise; a word; or a list of words or numbers. */
export type Legal =
  | {
      readonly kind: 'int' | 'float';
      readonly low: number;
      readonly high: number;
      /** The lower limit itself is not legal. */
      readonly above?: true;
    }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly (string | number)[]; readonly mayBeEmpty?: true };

export interface Tunable {
  readonly meaning: string;
  readonly legal: Legal;
  readonly apply: (member: TreeMember, value: Json) => TreeMember;
}

const MOST_ROUNDS = 20_000;
const LARGEST = 1_000_000;

/** Groups that may be chosen; others, such as those of covariates or of the year before, are a member's own and stay. */
const GROUPS = ['core', 'sun', 'cal', 'day', 'near', 'long'];

const OBJECTIVES = {
  huber: 'huber',
  squares: 'regression',
  absolute: 'regression_l1',
  fair: 'fair',
} as const;

/** Columns that look at a window, by its hours: `r_24`, `lev_168`. */
const WINDOW = /^(?:r|c|lev|dev|r_abs)_(\d+)$/;
/** Columns that look at one earlier hour: `d0`, `w2`, `like1`. */
const LAG = /^(?:d|w|like)\d$/;

const windowHours = [
  ...new Set(featureColumns.map(({ name }) => hoursOf(name)).filter((hours) => hours !== undefined)),
].sort((a, b) => a - b);
const lagNames = featureColumns.map(({ name }) => name).filter((name) => LAG.test(name));

function hoursOf(name: string): number | undefined {
  const hours = WINDOW.exec(name)?.[1];
  return hours === undefined ? undefined : Number(hours);
}

const parameter =
  (name: string) =>
  (member: TreeMember, value: Json): TreeMember => ({
    ...member,
    params: { ...member.params, [name]: value as number },
  });

const number = (kind: 'int' | 'float', low: number, high: number): Legal => ({ kind, low, high });
const share: Legal = { kind: 'float', low: 0, high: 1, above: true };

/** Leaves columns out of what a member reads. */
function without(member: TreeMember, out: readonly string[]): TreeMember {
  return { ...member, without: [...new Set([...(member.without ?? []), ...out])].sort() };
}

function withoutThose(member: TreeMember, isOut: (name: string) => boolean): TreeMember {
  return without(member, featureColumns.map(({ name }) => name).filter(isOut));
}

/** Without groups of which no column is left: they need not be computed. */
function withoutEmptyGroups(member: TreeMember): TreeMember {
  const isEmpty = (group: string): boolean => {
    const columns = columnsOf([group as FeatureGroup]);
    return columns.length > 0 && columns.every(({ name }) => member.without?.includes(name));
  };
  return { ...member, groups: member.groups.filter((group) => !isEmpty(group)) };
}

/** Every name that a space may use. Those that LightGBM knows too have its name and meaning. */
export const tunables: Readonly<Record<string, Tunable>> = {
  rounds: {
    meaning: 'trees',
    legal: number('int', 1, MOST_ROUNDS),
    apply: (member, value) => ({ ...member, rounds: value as number }),
  },
  learning_rate: {
    meaning: 'how much of each tree counts',
    legal: { kind: 'float', low: 0, high: 1000, above: true },
    apply: parameter('learning_rate'),
  },
  num_leaves: {
    meaning: 'leaves of a tree, at most',
    legal: number('int', 2, 131_072),
    apply: parameter('num_leaves'),
  },
  max_depth: {
    meaning: 'depth of a tree, at most; -1 for no limit',
    legal: number('int', -1, 64),
    apply: parameter('max_depth'),
  },
  min_data_in_leaf: {
    meaning: 'rows in a leaf, at least',
    legal: number('int', 0, LARGEST),
    apply: parameter('min_data_in_leaf'),
  },
  lambda_l1: {
    meaning: 'shrinkage by size',
    legal: number('float', 0, LARGEST),
    apply: parameter('lambda_l1'),
  },
  lambda_l2: {
    meaning: 'shrinkage by square',
    legal: number('float', 0, LARGEST),
    apply: parameter('lambda_l2'),
  },
  feature_fraction: {
    meaning: 'share of the columns that a tree sees',
    legal: share,
    apply: parameter('feature_fraction'),
  },
  bagging_fraction: {
    meaning: 'share of the rows that a tree sees',
    legal: share,
    apply: parameter('bagging_fraction'),
  },
  loss: {
    meaning: 'what is made small',
    legal: { kind: 'word', words: Object.keys(OBJECTIVES) },
    // a member with another loss has it to be unlike the others
    apply: (member, value) =>
      member.params.objective === OBJECTIVES.huber
        ? parameter('objective')(member, OBJECTIVES[value as keyof typeof OBJECTIVES])
        : member,
  },
  huber_width: {
    meaning: "where squares give way to sizes, in multiples of the member's own",
    legal: { kind: 'float', low: 0, high: 1000, above: true },
    apply: (member, value) => parameter('alpha')(member, (member.params.alpha ?? 1) * (value as number)),
  },
  groups: {
    meaning: 'groups of columns that are read',
    legal: { kind: 'list', items: GROUPS },
    apply: (member, value) => ({
      ...member,
      groups: [...(value as readonly string[]), ...member.groups.filter((group) => !GROUPS.includes(group))],
    }),
  },
  windows: {
    meaning: 'hours of the windows that are read, of those in the groups',
    legal: { kind: 'list', items: windowHours, mayBeEmpty: true },
    apply: (member, value) =>
      withoutThose(member, (name) => {
        const hours = hoursOf(name);
        return hours !== undefined && !(value as readonly number[]).includes(hours);
      }),
  },
  lags: {
    meaning: 'single earlier hours that are read, of those in the groups',
    legal: { kind: 'list', items: lagNames, mayBeEmpty: true },
    apply: (member, value) =>
      withoutThose(member, (name) => LAG.test(name) && !(value as readonly string[]).includes(name)),
  },
  without: {
    meaning: 'columns that are left out; gridcast select measures which',
    legal: { kind: 'list', items: featureColumns.map(({ name }) => name), mayBeEmpty: true },
    apply: (member, value) => withoutEmptyGroups(without(member, value as readonly string[])),
  },
};

/** The columns that settings leave out by name. */
export function leftOutBy(settings: Settings): readonly string[] {
  return (settings['without'] ?? []) as readonly string[];
}

/** Settings with these columns left out, none but these. */
export function leavingOut(settings: Settings, columns: readonly string[]): Settings {
  const others = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'without'));
  return columns.length === 0 ? others : { ...others, without: columns.toSorted() };
}

/** A tree member with what a trial sets; other members, and any member with nothing set, stay as they are. */
export function applySettings<M extends Member>(member: M, settings: Settings): M {
  if (member.kind !== 'trees') return member;
  let tuned: TreeMember = member;
  for (const [name, tunable] of Object.entries(tunables)) {
    const value = settings[name];
    if (value !== undefined) tuned = tunable.apply(tuned, value);
  }
  return tuned as M;
}
