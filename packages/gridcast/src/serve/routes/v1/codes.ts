/** The integer codes of the two keys that `/api/v1` speaks of. */
import { GridcastError, type SeriesKey } from '../../../core/index.ts';
import { getPublication, type Publication } from '../../reads/publication.ts';
import type { Reads } from '../../reads/reads.ts';
import { findKeyValue, readSeriesKeys } from '../../reads/series-list.ts';

const KEYS = ['area', 'consumer_type'] as const;

/** The newest forecast, and its series by their integer codes. */
export interface CodedPublication {
  readonly publication: Publication;
  /** Present codes by key, ascending. */
  readonly areas: readonly number[];
  readonly consumerTypes: readonly number[];
  /** The series of two codes; undefined where there is none. */
  find(area: number, consumerType: number): SeriesKey | undefined;
}

/** Reads the codes of the newest forecast. @throws SERVE_NOTHING_PUBLISHED, SERVE_V1_UNSUPPORTED */
export async function getCodedPublication(reads: Reads): Promise<CodedPublication> {
  const publication = await getPublication(reads);
  const { keyNames } = publication;
  const series = await readSeriesKeys(reads, publication);
  const unsupported = (): GridcastError => new GridcastError('SERVE_V1_UNSUPPORTED', { keys: keyNames });
  if (keyNames.length !== KEYS.length || KEYS.some((name) => !keyNames.includes(name))) throw unsupported();
  const places = KEYS.map((name) => keyNames.indexOf(name));
  const byCodes = new Map<string, SeriesKey>();
  const present = KEYS.map(() => new Set<number>());
  for (const key of series) {
    const codes = places.map((place) => codeOf(publication, place, key[place] ?? ''));
    if (codes.some((code) => code === undefined)) throw unsupported();
    for (const [i, code] of codes.entries()) present[i]?.add(code as number);
    byCodes.set(codes.join('/'), key);
  }
  const [areas, consumerTypes] = present.map((codes) => [...codes].sort((a, b) => a - b));
  return {
    publication,
    areas: areas ?? [],
    consumerTypes: consumerTypes ?? [],
    find: (area, consumerType) => byCodes.get(`${area}/${consumerType}`),
  };
}

function codeOf({ source }: Publication, position: number, text: string): number | undefined {
  const declared = findKeyValue(source, position, text)?.code;
  if (declared !== undefined) return declared;
  return /^(?:0|-?[1-9]\d{0,8})$/u.test(text) ? Number(text) : undefined;
}
