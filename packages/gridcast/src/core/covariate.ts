/** Covariates: hourly values beside the series that a forecast may read, each from the instant at which it was known. */
import { canonicalJson } from './json.ts';
import type { SeriesKey } from './series.ts';

/** What features and storage need to know of a covariate; what its numbers mean is not among it. */
export interface CovariateFacts {
  /** Lower-case letters, digits and underscores; part of the names of its feature columns. */
  readonly name: string;
  /** `observed`: measured after its hour; `forecast`: given for hours to come, such as a weather forecast or a day-ahead price. */
  readonly kind: 'observed' | 'forecast';
  /** Hours after the end of its hour at which a value is known that says nothing else; below 0: known ahead. */
  readonly delayHours: number;
}

/** The entity of a covariate that holds for every series of the panel. */
export const WHOLE_PANEL = '*';

/** The entity of the series with these key values: some of a source's keys, or all; none is the whole panel. */
export function covariateEntity(keys: Readonly<Record<string, string>>): string {
  return Object.keys(keys).length === 0 ? WHOLE_PANEL : canonicalJson(keys);
}

/**
 * The entity that stands for a series among those given: the one that names most of its key values, as `covariateEntity` wrote
 * them; undefined where none does.
 */
export function entityOf(
  entities: ReadonlySet<string>,
  shapes: readonly (readonly string[])[],
  { keyNames, key }: { readonly keyNames: readonly string[]; readonly key: SeriesKey },
): string | undefined {
  for (const names of shapes) {
    const entity = covariateEntity(
      Object.fromEntries(names.map((name) => [name, key[keyNames.indexOf(name)] ?? ''])),
    );
    if (entities.has(entity)) return entity;
  }
  return undefined;
}

/** The sets of keys that entities name, those of most keys first. */
export function entityShapes(entities: Iterable<string>): readonly (readonly string[])[] {
  const shapes = new Map<string, readonly string[]>();
  for (const entity of entities) {
    const names = entity === WHOLE_PANEL ? [] : Object.keys(JSON.parse(entity) as Record<string, string>);
    shapes.set(names.join('\n'), names);
  }
  return [...shapes.values()].sort((a, b) => b.length - a.length);
}
