/** From the areas that a service knows to the series that its values are for. */
import { covariateEntity, WHOLE_PANEL, type HourUtc } from '../../../core/index.ts';
import type { Area } from '../../source.ts';
import type { CovariateRow } from './covariate-row.ts';

/** For each entity the areas that its values are the mean of. */
export type AreasByEntity = ReadonlyMap<string, readonly string[]>;

/**
 * What the areas stand for: the series whose `key` is the area's name; without a key the series that the source says lie in it;
 * and where it does not say, all areas together the whole panel.
 */
export function entitiesOfAreas(
  names: readonly string[],
  { key, declared }: { readonly key: string | undefined; readonly declared: readonly Area[] },
): AreasByEntity {
  if (key !== undefined) return new Map(names.map((name) => [covariateEntity({ [key]: name }), [name]]));
  const keysOf = (name: string): Area['keys'] => declared.find((area) => area.name === name)?.keys ?? [];
  const isTold = names.every((name) => keysOf(name).length > 0);
  if (!isTold) return new Map([[WHOLE_PANEL, names]]);
  return new Map(
    names.flatMap((name) => keysOf(name).map((keys) => [covariateEntity(keys), [name]] as const)),
  );
}

/** The rows of entities from those of areas: means of the hours that all their areas have, of one known-at. */
export function rowsOfEntities(rows: readonly CovariateRow[], entities: AreasByEntity): CovariateRow[] {
  const byInstant = new Map<string, { hour: HourUtc; knownAtHour: HourUtc; values: Map<string, number> }>();
  for (const { entity: area, hour, knownAtHour, value } of rows) {
    const key = `${hour} ${knownAtHour}`;
    const found = byInstant.get(key) ?? { hour, knownAtHour, values: new Map() };
    found.values.set(area, value);
    byInstant.set(key, found);
  }
  return [...entities].flatMap(([entity, areas]) =>
    [...byInstant.values()].flatMap(({ hour, knownAtHour, values }) => {
      const own = areas.flatMap((area) => values.get(area) ?? []);
      if (own.length < areas.length) return [];
      const value = own.reduce((sum, one) => sum + one, 0) / own.length;
      return [{ entity, hour, knownAtHour, value }];
    }),
  );
}
