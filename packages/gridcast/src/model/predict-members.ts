/** Forecasts of all members for the same rows. */
import type { Booster } from '@gridcast/lightgbm';
import { toNatural } from './link.ts';
import type { Member } from './members.ts';
import { getColumn, memberColumns, usableRows, type LinkedVectors, type MemberFeature } from './vectors.ts';

/** A member ready to forecast; trees come with their booster and the features it was trained on. */
export interface FittedMember {
  readonly member: Member;
  readonly features: readonly MemberFeature[];
  /** Absent for members without learning. */
  readonly booster?: Booster;
}

/** One column a member, in the members' order, in the series' own units; NaN where a member has no forecast. */
export async function predictMembers(
  members: readonly FittedMember[],
  vectors: LinkedVectors,
): Promise<Float64Array[]> {
  const forecasts: Float64Array[] = [];
  for (const fitted of members) forecasts.push(await predictMember(fitted, vectors));
  return forecasts;
}

async function predictMember(
  { member, features, booster }: FittedMember,
  vectors: LinkedVectors,
): Promise<Float64Array> {
  const columns = vectors[member.link];
  const [anchor, scale] = [getColumn(columns, member.anchor), getColumn(columns, 'scale')];
  const out = new Float64Array(anchor.length).fill(Number.NaN);
  const rows = usableRows(columns, member.anchor);
  if (rows.length === 0) return out;
  const differences =
    booster === undefined
      ? undefined
      : await booster.predict(memberColumns(columns, features, member.anchor, rows));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    out[row] = toNatural(
      member.link,
      (anchor[row] as number) + (differences?.[i] ?? 0),
      scale[row] as number,
    );
  }
  return out;
}
