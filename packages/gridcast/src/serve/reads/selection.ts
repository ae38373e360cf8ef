/** Which series a request is about, and how they are grouped. */
import { GridcastError } from '../../core/index.ts';
import { quoteText } from '../../store/index.ts';

/** Series with certain key values, summed up in groups of equal values of some keys. */
export interface Selection {
  /** Wanted text by position of the key. */
  readonly where: ReadonlyMap<number, string>;
  /** Positions of the keys that tell groups apart, ascending; empty: one group. */
  readonly by: readonly number[];
}

/**
 * Reads `where` (each `key:value`) and `by` (each a key's name).
 *
 * @throws SERVE_SELECTION_INVALID where a text is not of that form or no key has the name.
 */
export function parseSelection(
  keyNames: readonly string[],
  given: { readonly where: readonly string[]; readonly by: readonly string[] },
): Selection {
  const where = new Map(given.where.map((text) => parseCondition(keyNames, text)));
  const by = new Set(given.by.map((name) => positionOf(keyNames, name)));
  return { where, by: [...by].sort((a, b) => a - b) };
}

function parseCondition(keyNames: readonly string[], text: string): [number, string] {
  const name = keyNames.filter((key) => text.startsWith(`${key}:`)).sort((a, b) => b.length - a.length)[0];
  if (name === undefined) throw invalid(keyNames, text);
  return [keyNames.indexOf(name), text.slice(name.length + 1)];
}

function positionOf(keyNames: readonly string[], name: string): number {
  const position = keyNames.indexOf(name);
  if (position === -1) throw invalid(keyNames, name);
  return position;
}

function invalid(keyNames: readonly string[], given: string): GridcastError {
  const known = keyNames.length === 0 ? 'this source has no keys' : `the keys are ${keyNames.join(', ')}`;
  const expected = `where=KEY:VALUE and by=KEY are wanted, and ${known}`;
  return new GridcastError('SERVE_SELECTION_INVALID', { given, expected });
}

/** The selection as an SQL condition on key_0…. */
export function conditionOf({ where }: Selection): string {
  const parts = [...where].map(([position, text]) => `key_${position} = ${quoteText(text)}`);
  return ['true', ...parts].join(' AND ');
}

/** The columns that tell groups apart. */
export function groupColumns({ by }: Selection): readonly string[] {
  return by.map((position) => `key_${position}`);
}

/** The key values that all series of a group share, by name. */
export function groupKey(
  keyNames: readonly string[],
  { where, by }: Selection,
  row: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const key: Record<string, string> = {};
  for (const [position, name] of keyNames.entries()) {
    const text = by.includes(position) ? row[`key_${position}`] : where.get(position);
    if (typeof text === 'string') key[name] = text;
  }
  return key;
}

/** The selection in words, for messages and names of files. */
export function describeSelection(keyNames: readonly string[], { where }: Selection): string {
  const parts = [...where].map(([position, text]) => `${keyNames[position]} ${text}`);
  return parts.length === 0 ? 'any key' : parts.join(', ');
}
