/** Forecasts of all members for the same rows. */
import type { Booster } from '@gridcast/lightgbm';
import type { History } from './history.ts';
import { toNatural } from './link.ts';
import type { AnchorMember, Member, TreeMember } from './members.ts';
import { predictProfile } from './members/profile.ts';
import { predictRecursive } from './members/recursive.ts';
import { getColumn, memberColumns, usableRows, type LinkedVectors, type MemberFeature } from './vectors.ts';

/** A member ready to forecast; one that learns comes with its booster, trees with the features they were trained on. */
export interface FittedMember {
  readonly member: Member;
  readonly features: readonly MemberFeature[];
  /** Absent for members without learning, and for one that could not be fitted: it has no forecasts. */
  readonly booster?: Booster;
}

/** What members forecast from: vectors of some origins, ordered by origin, series, lead, and the same origins' histories. */
export interface MemberInputs {
  readonly vectors: LinkedVectors;
  readonly histories: readonly History[];
}

/** One column a member, in the members' order, in the series' own units; NaN where a member has no forecast. */
export async function predictMembers(
  members: readonly FittedMember[],
  inputs: MemberInputs,
): Promise<Float64Array[]> {
  const forecasts: Float64Array[] = [];
  for (const fitted of members) forecasts.push(await predictMember(fitted, inputs));
  return forecasts;
}

async function predictMember(
  { member, features, booster }: FittedMember,
  { vectors, histories }: MemberInputs,
): Promise<Float64Array> {
  if (member.kind === 'anchor') return predictRelative(member, vectors, () => undefined);
  if (member.kind === 'profile') return predictProfile(histories);
  if (booster === undefined) return new Float64Array(rowsOf(vectors)).fill(Number.NaN);
  if (member.kind === 'recursive') return predictRecursive(booster, histories);
  return predictRelative(member, vectors, (rows) =>
    booster.predict(memberColumns(vectors[member.link], features, member.anchor, rows)),
  );
}

function rowsOf({ linear }: LinkedVectors): number {
  return getColumn(linear, 'scale').length;
}

/** An anchor and, where there are any, differences from it. */
async function predictRelative(
  { link, anchor: anchorName }: AnchorMember | TreeMember,
  vectors: LinkedVectors,
  differencesOf: (rows: Int32Array) => Promise<Float64Array> | undefined,
): Promise<Float64Array> {
  const columns = vectors[link];
  const [anchor, scale] = [getColumn(columns, anchorName), getColumn(columns, 'scale')];
  const out = new Float64Array(anchor.length).fill(Number.NaN);
  const rows = usableRows(columns, anchorName);
  if (rows.length === 0) return out;
  const differences = await differencesOf(rows);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const z = (anchor[row] as number) + (differences?.[i] ?? 0);
    out[row] = toNatural(link, z, scale[row] as number);
  }
  return out;
}
