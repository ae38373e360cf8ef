/** The source of a home: fixed by its first collect. */
import { z } from 'zod';
import { canonicalJson, GridcastError } from '../core/index.ts';
import { findSetting, fixSetting, type Catalogue, type CatalogueTransaction } from '../store/index.ts';
import type { Source } from './source.ts';
import { openSource, type SourceSpec } from './sources.ts';

const SETTING = 'source';
const stored = z.looseObject({ name: z.string() });

/** The source that a home was made with; undefined before its first collect. */
export async function findFixedSource(catalogue: Catalogue): Promise<SourceSpec | undefined> {
  const text = await findSetting(catalogue, SETTING);
  return text === undefined ? undefined : stored.parse(JSON.parse(text));
}

/**
 * The source to use in a home: the fixed one, or the one asked for where nothing is fixed yet.
 *
 * @param asked absent: the fixed one, and `de35` in a new home
 * @throws COLLECT_SOURCE_FIXED where another one is asked for than is fixed; the errors of `openSource`
 */
export async function resolveSource(
  home: { readonly home: string; readonly catalogue: Catalogue },
  asked: SourceSpec | undefined,
): Promise<Source> {
  const fixed = await findFixedSource(home.catalogue);
  const source = openSource(asked ?? fixed ?? { name: 'de35' });
  if (fixed === undefined) return source;
  const fixedSource = openSource(fixed);
  if (identityOf(source) !== identityOf(fixedSource)) {
    throw new GridcastError('COLLECT_SOURCE_FIXED', {
      home: home.home,
      fixed: fixedSource.declaration.title,
      asked: describeDifference(fixedSource, source),
    });
  }
  return source;
}

/** Fixes the source of a home; part of the first collect's commit. */
export async function fixSource(transaction: CatalogueTransaction, source: Source): Promise<void> {
  if ((await findFixedSource(transaction)) !== undefined) return;
  await fixSetting(transaction, SETTING, canonicalJson({ name: source.declaration.name, ...source.options }));
}

/** These may be given anew with any command, so they are no part of what a source is. */
const CHANGEABLE: readonly string[] = ['delay', 'from', 'baseUrl'];

function identityOf(source: Source): string {
  const fixed = Object.entries(source.options).filter(([name]) => !CHANGEABLE.includes(name));
  return canonicalJson({ ...Object.fromEntries(fixed), name: source.declaration.name });
}

/** The other source, with the options that differ where its title is the same. */
function describeDifference(fixed: Source, asked: Source): string {
  const [a, b] = [fixed.options, asked.options];
  const differing = Object.keys({ ...a, ...b }).filter(
    (name) => !CHANGEABLE.includes(name) && canonicalJson(a[name] ?? null) !== canonicalJson(b[name] ?? null),
  );
  if (fixed.declaration.name !== asked.declaration.name) return asked.declaration.title;
  return `${asked.declaration.title} with another ${differing.join(', ')}`;
}
