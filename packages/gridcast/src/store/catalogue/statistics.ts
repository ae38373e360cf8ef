/** Which objects hold the statistics of which days. */
import type { Selectable } from 'kysely';
import type { Catalogue, CatalogueTransaction } from '../store.ts';
import type { StatisticsTable } from './schema.ts';

export type StatisticsKind = StatisticsTable['kind'];
export type StatisticsPart = Readonly<Selectable<StatisticsTable>>;

export interface NewStatisticsPart {
  readonly kind: StatisticsKind;
  readonly version: string;
  readonly days: readonly number[];
  /** The origin that is counted; undefined: the part takes the place of earlier ones of its days. */
  readonly hour?: number | undefined;
  readonly objectKey: string;
  readonly snapshotId?: number | undefined;
}

/** Names a part of statistics. An origin that is counted already is not counted again. */
export async function addStatistics(
  transaction: CatalogueTransaction,
  part: NewStatisticsPart,
): Promise<void> {
  const { kind, version, days, hour } = part;
  for (const day of days) {
    const same = transaction
      .selectFrom('statistics')
      .select(['id', 'hours'])
      .where('kind', '=', kind)
      .where('version', '=', version)
      .where('day', '=', day);
    if (hour === undefined) {
      const ids = (await same.execute()).map(({ id }) => id);
      if (ids.length > 0) await transaction.deleteFrom('statistics').where('id', 'in', ids).execute();
    } else if ((await same.execute()).some((row) => hoursOf(row).includes(hour))) continue;
    await transaction
      .insertInto('statistics')
      .values({
        kind,
        version,
        day,
        hours: JSON.stringify(hour === undefined ? [] : [hour]),
        object_key: part.objectKey,
        snapshot_id: part.snapshotId ?? null,
      })
      .execute();
  }
}

/** Puts one object in the place of some parts of a day; where another process did it meanwhile, nothing is changed. */
export async function foldStatistics(
  transaction: CatalogueTransaction,
  parts: readonly StatisticsPart[],
  objectKey: string,
): Promise<void> {
  const ids = parts.map(({ id }) => id);
  const [first] = parts;
  if (first === undefined) return;
  const standing = await transaction.selectFrom('statistics').select('id').where('id', 'in', ids).execute();
  if (standing.length !== parts.length) return;
  await transaction.deleteFrom('statistics').where('id', 'in', ids).execute();
  const hours = parts.flatMap(hoursOf).sort((a, b) => a - b);
  await transaction
    .insertInto('statistics')
    .values({
      kind: first.kind,
      version: first.version,
      day: first.day,
      hours: JSON.stringify(hours),
      object_key: objectKey,
      snapshot_id: null,
    })
    .execute();
}

export interface ListStatisticsOptions {
  readonly kind: StatisticsKind;
  /** Default: all versions. */
  readonly version?: string | undefined;
  /** First day wanted, and the first no longer wanted. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The parts of some days, by day. */
export async function listStatistics(
  catalogue: Catalogue,
  { kind, version, from, to }: ListStatisticsOptions,
): Promise<StatisticsPart[]> {
  let rows = catalogue
    .selectFrom('statistics')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('day')
    .orderBy('id');
  if (version !== undefined) rows = rows.where('version', '=', version);
  if (from !== undefined) rows = rows.where('day', '>=', from);
  if (to !== undefined) rows = rows.where('day', '<', to);
  return rows.execute();
}

/** Forgets the statistics of days before one. */
export async function forgetStatistics(transaction: CatalogueTransaction, day: number): Promise<void> {
  await transaction.deleteFrom('statistics').where('day', '<', day).execute();
  await transaction.deleteFrom('drift').where('day', '<', day).execute();
}

function hoursOf({ hours }: { readonly hours: string }): number[] {
  return JSON.parse(hours) as number[];
}
