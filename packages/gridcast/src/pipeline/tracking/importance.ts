/** What the trees of a model split on, read from LightGBM's own text of it. */
import type { ModelArtefact } from '../../model/index.ts';

/** A feature of a member. */
export interface FeatureImportance {
  readonly member: string;
  readonly feature: string;
  /** How often trees split on it. */
  readonly splits: number;
  /** What these splits gained, as a share of all gain of the member. */
  readonly gainShare: number;
}

/** Every feature that a member splits on, by member, the largest gain first. */
export function importanceOf({ members }: Pick<ModelArtefact, 'members'>): FeatureImportance[] {
  return members.flatMap(({ member, booster }) =>
    booster === undefined ? [] : ofBooster(booster).map((one) => ({ member: member.name, ...one })),
  );
}

function ofBooster(text: string): Omit<FeatureImportance, 'member'>[] {
  const names = valuesOf(text, 'feature_names')[0] ?? [];
  const [features, gains] = [valuesOf(text, 'split_feature'), valuesOf(text, 'split_gain')];
  const sums = new Map<string, { splits: number; gain: number }>();
  let total = 0;
  for (const [tree, splitFeatures] of features.entries()) {
    for (const [split, feature] of splitFeatures.entries()) {
      const gain = Number(gains[tree]?.[split] ?? 0);
      const name = names[Number(feature)] ?? feature;
      const sum = sums.get(name) ?? { splits: 0, gain: 0 };
      sums.set(name, { splits: sum.splits + 1, gain: sum.gain + gain });
      total += gain;
    }
  }
  return [...sums]
    .map(([feature, { splits, gain }]) => ({ feature, splits, gainShare: total > 0 ? gain / total : 0 }))
    .sort((a, b) => b.gainShare - a.gainShare || (a.feature < b.feature ? -1 : 1));
}

/** The words of every line `name=…`, in order. */
function valuesOf(text: string, name: string): string[][] {
  return [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gmu'))].map(([, words = '']) =>
    words === '' ? [] : words.split(' '),
  );
}

/** Importance as CSV, with a header. */
export function importanceCsv(importance: readonly FeatureImportance[]): string {
  const lines = importance.map(({ member, feature, splits, gainShare }) =>
    [member, feature, splits, gainShare.toFixed(6)].join(','),
  );
  return `${['member,feature,splits,gain_share', ...lines].join('\n')}\n`;
}
