/** What a comparison gives, as it stands in the results' JSON. */
import type { Cost } from '../cycle/measure.ts';
import type { MemberScores } from './members.ts';
import type { CaseScores } from './score.ts';

export type ContenderResult = { readonly name: string; readonly kind: 'ours' | 'naive' | 'peer' } & (
  { readonly cost: Cost; readonly scores: CaseScores } | { readonly failed: string }
);

export interface PanelResult {
  readonly panel: string;
  readonly about: string;
  /** The panel whose coverage these origins are counted with; absent: its own. */
  readonly moreOf?: string;
  readonly delayHours: number;
  readonly refitHours: number;
  readonly origins: readonly string[];
  readonly contenders: readonly ContenderResult[];
  /** Absent where no model was trained. */
  readonly members?: MemberScores;
}
