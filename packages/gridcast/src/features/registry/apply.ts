/** Registering definitions: the difference first, then one transaction. */
import { GridcastError, hashJson, type Json } from '../../core/index.ts';
import {
  addDefinition,
  currentDefinitions,
  type Catalogue,
  type CatalogueTransaction,
} from '../../store/index.ts';
import { compareDefinitions, type DefinitionChange } from './compare.ts';
import { referenceOf, type Definition, type ViewDefinition } from './definitions.ts';

/** What applying would do to one definition. */
export interface PlannedChange extends DefinitionChange {
  readonly definition: Definition;
}

/**
 * Compares what is declared with what is registered.
 *
 * @throws FEATURES_VERSION_CHANGED where a version was changed in a way that is not additive.
 * @throws FEATURES_VIEW_PIN_UNKNOWN where a view pins a version that is neither declared nor registered.
 */
export async function planDefinitions(
  catalogue: Catalogue,
  declared: readonly Definition[],
): Promise<PlannedChange[]> {
  const registered = new Map(
    (await currentDefinitions(catalogue)).map((row) => [
      `${row.kind} ${row.name}@${row.version}`,
      JSON.parse(row.definition) as Definition,
    ]),
  );
  const nameOf = (definition: Definition): string => `${definition.kind} ${referenceOf(definition)}`;
  const planned = declared.map((definition) => ({
    definition,
    ...compareDefinitions(registered.get(nameOf(definition)), definition),
  }));
  const broken = planned.find(({ change }) => change === 'breaking');
  if (broken !== undefined) throw versionChanged(broken, declared);
  const known = new Set([...registered.keys(), ...declared.map(nameOf)]);
  for (const definition of declared) if (definition.kind === 'view') assertPins(definition, known);
  return planned;
}

function versionChanged(
  { definition, differences }: PlannedChange,
  declared: readonly Definition[],
): GridcastError {
  const pinning = declared.filter(
    (one) => one.kind === 'view' && one.groups[definition.name] === definition.version,
  );
  return new GridcastError('FEATURES_VERSION_CHANGED', {
    reference: referenceOf(definition),
    difference: differences.find((line) => !line.startsWith('+')) ?? differences[0] ?? '',
    next: definition.version + 1,
    pinnedBy: pinning.length === 0 ? 'no view' : pinning.map(referenceOf).join(', '),
  });
}

function assertPins(view: ViewDefinition, known: ReadonlySet<string>): void {
  for (const [name, version] of Object.entries(view.groups)) {
    if (known.has(`group ${name}@${version}`)) continue;
    throw new GridcastError('FEATURES_VIEW_PIN_UNKNOWN', {
      view: referenceOf(view),
      pin: `${name}@${version}`,
    });
  }
}

/** Registers what a plan found new or changed; what stays the same leaves no trace. */
export async function applyDefinitions(
  transaction: CatalogueTransaction,
  planned: readonly PlannedChange[],
  { asOf, codeVersion }: { readonly asOf: number; readonly codeVersion: string },
): Promise<void> {
  for (const { definition, change, differences } of planned) {
    if (change === 'same') continue;
    const { kind, name, version } = definition;
    await addDefinition(transaction, {
      kind,
      name,
      version,
      hash: hashJson(definition as unknown as Json),
      definition: JSON.stringify(definition),
      change,
      differences: JSON.stringify(differences),
      as_of: asOf,
      code_version: codeVersion,
    });
  }
}
