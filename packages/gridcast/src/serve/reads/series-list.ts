/** The series of a forecast, with their names, for pickers and lists. */
import type { KeyValue, SourceDeclaration } from '../../collect/index.ts';
import type { SeriesKey } from '../../core/index.ts';
import { forecastRelation } from '../../store/index.ts';
import type { Publication } from './publication.ts';
import type { Reads } from './reads.ts';

/** All series of the forecast in the order of their keys. */
export function readSeriesKeys(
  reads: Reads,
  { forecast, keyNames }: Publication,
): Promise<readonly SeriesKey[]> {
  return reads.memory(`series ${forecast.object_key}`, async () => {
    const { query } = await forecastRelation(reads.engine, [
      await reads.store.lake.localPath(forecast.object_key),
    ]);
    const keys = keyNames.map((_, i) => `key_${i}`);
    if (keys.length === 0) return [[]];
    const rows = await reads.engine.rows<Record<string, string>>(
      `SELECT DISTINCT ${keys.join(', ')} FROM (${query}) ORDER BY ${keys.join(', ')}`,
    );
    return rows.map((row) => keys.map((key) => row[key] ?? ''));
  });
}

/** What the source says of a key's value; undefined where it says nothing. */
export function findKeyValue(
  source: SourceDeclaration,
  position: number,
  text: string,
): KeyValue | undefined {
  return source.keys[position]?.values?.find((value) => value.text === text);
}

/** Whether every word of the query stands in the text or in a name of the value; case and accents do not matter. */
export function matchesQuery(
  query: string,
  values: readonly { text: string; named: KeyValue | undefined }[],
): boolean {
  const haystack = fold(
    values.flatMap(({ text, named }) => [text, named?.label ?? '', named?.labelEn ?? '']).join(' '),
  );
  return fold(query)
    .split(/\s+/u)
    .every((word) => haystack.includes(word));
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
