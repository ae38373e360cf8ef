/** Finding entries of the feature catalogue by name or by words. */
import { GridcastError } from '../../core/index.ts';
import { viewColumns, type ColumnDefinition } from '../../features/index.ts';
import type { CatalogueEntry } from './entries.ts';

/**
 * The entry of a reference; a name without version means the newest.
 *
 * @throws FEATURES_DEFINITION_UNKNOWN
 */
export function getEntry(entries: readonly CatalogueEntry[], asked: string): CatalogueEntry {
  const found = entries.findLast(
    ({ reference, definition }) => reference === asked || definition.name === asked,
  );
  if (found !== undefined) return found;
  const known = entries.map(({ reference }) => reference);
  throw new GridcastError('FEATURES_DEFINITION_UNKNOWN', { asked, known });
}

/** A column that words were found in, or a group or view without one. */
export interface Hit {
  readonly reference: string;
  readonly column: string | undefined;
  readonly unit: string;
  readonly meaning: string;
}

/** Every group, view and column in whose name, meaning, unit, owner or tags all the words occur. */
export function searchEntries(entries: readonly CatalogueEntry[], text: string): Hit[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const matches = (...texts: readonly string[]): boolean => {
    const whole = texts.join(' ').toLowerCase();
    return words.length > 0 && words.every((word) => whole.includes(word));
  };
  return entries.flatMap(({ reference, definition }) => {
    const { name, meaning, owner, tags } = definition;
    const whole = matches(name, meaning, owner, ...tags)
      ? [{ reference, column: undefined, unit: '', meaning }]
      : [];
    const columns = definition.kind === 'group' ? definition.columns : [];
    return [
      ...whole,
      ...columns
        .filter((column) => matches(column.name, column.meaning, column.unit))
        .map((column) => ({ reference, column: column.name, unit: column.unit, meaning: column.meaning })),
    ];
  });
}

/** The columns of an entry: a group's own, or what a view reads of its groups. */
export function columnsOfEntry(
  { definition }: CatalogueEntry,
  entries: readonly CatalogueEntry[],
): readonly (ColumnDefinition & { readonly group: string })[] {
  if (definition.kind === 'group') {
    return definition.columns.map((column) => ({ ...column, group: definition.name }));
  }
  const wanted = new Set(viewColumns(definition).map(({ name }) => name));
  return Object.entries(definition.groups).flatMap(([group, version]) => {
    const pinned = entries.find(({ reference }) => reference === `${group}@${version}`)?.definition;
    if (pinned?.kind !== 'group' || group === 'observations') return [];
    return pinned.columns.filter(({ name }) => wanted.has(name)).map((column) => ({ ...column, group }));
  });
}
