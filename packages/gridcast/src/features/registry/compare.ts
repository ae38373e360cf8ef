/** How a declared definition differs from the registered one of the same name and version. */
import { canonicalJson, type Json } from '../../core/index.ts';
import type { ColumnDefinition, Definition, GroupDefinition } from './definitions.ts';

/** `additive` changes no number that anybody reads: new columns and better words. */
export type ChangeKind = 'new' | 'same' | 'additive' | 'breaking';

export interface DefinitionChange {
  readonly change: ChangeKind;
  /** One line a difference. */
  readonly differences: readonly string[];
}

/** Parts of a definition that only describe it. */
const WORDS = new Set(['meaning', 'owner', 'tags', 'expectations', 'knownAt']);

/** Compares two definitions of one name and version. */
export function compareDefinitions(before: Definition | undefined, after: Definition): DefinitionChange {
  if (before === undefined) return { change: 'new', differences: newLines(after) };
  const lines = [...fieldLines(before, after), ...columnLines(before, after)];
  if (lines.length === 0) return { change: 'same', differences: [] };
  const change = lines.some(({ breaks }) => breaks) ? 'breaking' : 'additive';
  return { change, differences: lines.map(({ text }) => text) };
}

interface Line {
  readonly text: string;
  readonly breaks: boolean;
}

function newLines(definition: Definition): string[] {
  if (definition.kind === 'view') return Object.entries(definition.groups).map(([g, v]) => `+ ${g}@${v}`);
  return definition.columns.map(({ name, unit, meaning }) => `+ ${name} (${unit}): ${meaning}`);
}

function fieldLines(before: Definition, after: Definition): Line[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((n) => n !== 'columns');
  return names.flatMap((name) => {
    const [was, is] = [before, after].map((d) =>
      canonicalJson((d as unknown as Record<string, Json>)[name] ?? null),
    );
    return was === is ? [] : [{ text: `~ ${name}: ${was} -> ${is}`, breaks: !WORDS.has(name) }];
  });
}

function columnLines(before: Definition, after: Definition): Line[] {
  if (before.kind !== 'group' || after.kind !== 'group') return [];
  const [old, now] = [byName(before), byName(after)];
  const gone = [...old.keys()].filter((name) => !now.has(name));
  return [
    ...gone.map((name) => ({ text: `- ${name}`, breaks: true })),
    ...after.columns.flatMap((column) => columnChange(old.get(column.name), column)),
  ];
}

function byName({ columns }: GroupDefinition): ReadonlyMap<string, ColumnDefinition> {
  return new Map(columns.map((column) => [column.name, column]));
}

function columnChange(was: ColumnDefinition | undefined, is: ColumnDefinition): Line[] {
  if (was === undefined) return [{ text: `+ ${is.name} (${is.unit}): ${is.meaning}`, breaks: false }];
  return (Object.keys(is) as (keyof ColumnDefinition)[])
    .filter((part) => was[part] !== is[part])
    .map((part) => ({
      text: `~ ${is.name}.${part}: ${String(was[part])} -> ${String(is[part])}`,
      breaks: part !== 'meaning',
    }));
}
