/** Options that the covariates of services share. */
import { z } from 'zod';
import { GridcastError, hourOfMs, parseInstant, type HourUtc } from '../../../core/index.ts';
import { isPlainUrl } from '../../source-options.ts';
import type { Area, SourceDeclaration } from '../../source.ts';
import { covariateName } from '../covariate-name.ts';
import { entitiesOfAreas, type AreasByEntity } from './entities.ts';

/** The options that every service has; `address` is its public one. */
export function commonOptions(address: string) {
  return {
    name: covariateName,
    /** The key of the source whose values are the names of areas. */
    key: z.string().min(1).optional(),
    from: z
      .string()
      .refine(
        (text) => parseInstant(text) !== undefined,
        'the first hour wanted is an ISO instant such as 2024-01-01',
      )
      .optional(),
    baseUrl: z
      .string()
      .refine(isPlainUrl, 'an http(s) address without a user name, a query or a fragment is wanted')
      .transform((text) => text.replace(/\/+$/u, ''))
      .default(address),
  };
}

/** The hour that `from` means. */
export function fromHourOf(from: string | undefined): HourUtc | undefined {
  return from === undefined ? undefined : hourOfMs(parseInstant(from) ?? 0);
}

/** Things that stand for areas: as a list for the whole panel, or by the name of the area. */
export type ByArea<Thing> = readonly Thing[] | Readonly<Record<string, readonly Thing[]>>;

/** What is to be asked for, by area, and what each area stands for. */
export interface Places<Thing> {
  readonly byArea: Readonly<Record<string, readonly Thing[]>>;
  readonly entities: AreasByEntity;
}

interface PlacesRequest<Thing> {
  readonly name: string;
  /** The option's name, for messages. */
  readonly option: string;
  readonly given: ByArea<Thing> | undefined;
  readonly key: string | undefined;
  readonly source: SourceDeclaration;
  /** What the source declares of an area. */
  readonly of: (area: Area) => readonly Thing[];
}

const WHOLE = 'panel';

/** The places given, or those that the source declares. @throws COLLECT_COVARIATES_INVALID */
export function placesOf<Thing>(request: PlacesRequest<Thing>): Places<Thing> {
  const { name, option, given, key, source } = request;
  const { areas: declared = [] } = source;
  const refuse = (problem: string): GridcastError =>
    new GridcastError('COLLECT_COVARIATES_INVALID', { name, problem });
  if (given === undefined) {
    if (declared.length === 0)
      throw refuse(
        `${option}: none are known for ${source.title}; give them, or --country DK where the series are Danish`,
      );
    const byArea = Object.fromEntries(declared.map((area) => [area.name, request.of(area)]));
    return { byArea, entities: entitiesOfAreas(Object.keys(byArea), { key, declared }) };
  }
  if (isList(given)) {
    if (key !== undefined)
      throw refuse(`key: with it ${option} are wanted by the value of "${key}", not as one list`);
    return { byArea: { [WHOLE]: given }, entities: entitiesOfAreas([WHOLE], { key, declared: [] }) };
  }
  const names = Object.keys(given);
  const unknown = names.find((one) => !declared.some((area) => area.name === one && area.keys.length > 0));
  if (key === undefined && unknown !== undefined)
    throw refuse(`key: name the key of the source whose values are ${names.join(', ')}`);
  return { byArea: given, entities: entitiesOfAreas(names, { key, declared }) };
}

/** The price areas asked for, or those that the source declares. @throws COLLECT_COVARIATES_INVALID */
export function priceAreasOf(
  read: {
    readonly name: string;
    readonly key?: string | undefined;
    readonly areas?: readonly string[] | undefined;
  },
  source: SourceDeclaration,
): { readonly areas: readonly string[]; readonly entities: AreasByEntity } {
  const { name, key, areas } = read;
  const declared = source.areas ?? [];
  const names = areas ?? declared.map((area) => area.name);
  if (names.length === 0) {
    const problem = `areas: no price areas are known for ${source.title}; give them, such as ["DK1", "DE"]`;
    throw new GridcastError('COLLECT_COVARIATES_INVALID', { name, problem });
  }
  return { areas: names, entities: entitiesOfAreas(names, { key, declared }) };
}

function isList<Thing>(given: ByArea<Thing>): given is readonly Thing[] {
  return Array.isArray(given);
}
