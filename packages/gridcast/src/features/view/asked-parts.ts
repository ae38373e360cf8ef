/** What formulas read: only that need be worked out. */
import type { LookupHour, RowReader } from './formulas.ts';

export interface AskedParts {
  /** Windows of an origin, by name. */
  readonly levels: ReadonlySet<string>;
  readonly hours: ReadonlySet<LookupHour>;
}

/** The parts that formulas ask a reader of no rows for. */
export function partsAskedBy(formulas: readonly ((rows: RowReader) => unknown)[]): AskedParts {
  const none = new Float64Array();
  const [levels, hours] = [new Set<string>(), new Set<LookupHour>()];
  const note =
    <Name>(into: Set<Name>) =>
    (name: Name): Float64Array => {
      into.add(name);
      return none;
    };
  const hour = note(hours);
  const reader: RowReader = {
    value: hour,
    weekBefore: hour,
    change: hour,
    between: (one, other) => [hour(one), hour(other)][0] ?? none,
    level: note(levels),
    moment: () => none,
  };
  for (const formula of formulas) formula(reader);
  return { levels, hours };
}
