/** The table of sources: one line a source. */
import { GridcastError } from '../core/index.ts';
import type { Source, SourceKind } from './source.ts';
import { de35Source } from './sources/de35.ts';
import { edsSource } from './sources/eds.ts';
import { fileSource } from './sources/file.ts';

export const sourceKinds: readonly SourceKind[] = [de35Source, fileSource, edsSource];

/** A source by name with its options beside it, as configuration leaves them: the source itself reads them. */
export interface SourceSpec {
  readonly name: string;
  readonly [option: string]: unknown;
}

/**
 * Opens a source. `eds:ConsumptionDK3619IndustryHour` is the source `eds` with that dataset.
 *
 * @throws COLLECT_SOURCE_UNKNOWN, COLLECT_OPTIONS_INVALID, COLLECT_KEY_RESERVED, COLLECT_FEED_UNKNOWN, COLLECT_FEED_RETIRED
 */
export function openSource({ name, ...given }: SourceSpec): Source {
  const [, kindName, dataset] = /^([^:]*):(.*)$/u.exec(name) ?? [];
  const options = dataset === undefined ? given : { ...given, dataset };
  const kind = sourceKinds.find((candidate) => candidate.name === (kindName ?? name));
  if (kind === undefined) {
    throw new GridcastError('COLLECT_SOURCE_UNKNOWN', {
      name,
      known: sourceKinds.map((known) => known.name),
    });
  }
  return kind.open(options);
}
