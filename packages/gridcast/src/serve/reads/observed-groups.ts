/** Observations, summed up by groups of series. */
import type { HourUtc, HourWindow } from '../../core/index.ts';
import { latestSnapshotId, latestVersions } from '../../store/index.ts';
import type { GroupPage, GroupPageOptions } from './forecast-groups.ts';
import type { Publication } from './publication.ts';
import type { Reads } from './reads.ts';
import { conditionOf, groupColumns, groupKey, type Selection } from './selection.ts';

/** The observed hours of one group, ascending; hours in which no series has a value are absent. */
export interface ObservedGroup {
  readonly key: Readonly<Record<string, string>>;
  /** Series with any value in the window. */
  readonly seriesCount: number;
  readonly hours: readonly HourUtc[];
  readonly values: readonly number[];
  /** Series with a value, one number an hour: below `seriesCount` the hour's sum is not whole. */
  readonly seriesCounts: readonly number[];
}

export interface ObservedGroupsOptions {
  readonly selection: Selection;
  readonly window: HourWindow;
  readonly page: GroupPageOptions;
}

interface HourRow extends Readonly<Record<string, unknown>> {
  readonly hour: number;
  readonly value: number;
  readonly series: number;
  readonly expected: number;
}

/** Sums of a selection as known at the publication's as-of, in a fixed order of summation. */
export async function readObservedGroups(
  reads: Reads,
  publication: Publication,
  options: ObservedGroupsOptions,
): Promise<GroupPage<ObservedGroup>> {
  const snapshotId = await latestSnapshotId(reads.store.catalogue, 'observations');
  const { where, by } = options.selection;
  const { asOfHour, delayHours } = publication;
  const name = [snapshotId, asOfHour, delayHours, options.window, [...where], by, options.page];
  return reads.memory(`observed ${JSON.stringify(name)}`, () =>
    readGroups(reads, publication, { ...options, snapshotId }),
  );
}

async function readGroups(
  { store, engine }: Reads,
  { asOfHour, delayHours, keyNames }: Publication,
  options: ObservedGroupsOptions & { readonly snapshotId: number | undefined },
): Promise<GroupPage<ObservedGroup>> {
  const { selection, window, snapshotId, page } = options;
  const { query, keys } = await latestVersions(store, engine, { window, asOfHour, delayHours, snapshotId });
  const by = groupColumns(selection);
  const rows = `WITH chosen AS MATERIALIZED (SELECT * FROM (${query}) WHERE ${conditionOf(selection)}),
    groups AS (SELECT ${['1 AS one', ...by].join(', ')}, count(DISTINCT ${keys.length === 0 ? '1' : `(${keys.join(', ')})`})::INTEGER AS expected
      FROM chosen GROUP BY ${['one', ...by].join(', ')})`;
  const [counted] = await engine.rows<{ total: number }>(
    `${rows} SELECT count(*)::INTEGER AS total FROM groups`,
  );
  const order = by.length === 0 ? 'one' : by.join(', ');
  const hours = await engine.rows<HourRow>(
    `${rows}, page AS (SELECT * FROM groups ORDER BY ${order} LIMIT ${page.limit} OFFSET ${page.offset})
     SELECT ${[...by.map((column) => `c.${column}`), 'hour'].join(', ')}, any_value(expected) AS expected,
       list_sum(list(value ORDER BY ${keys.length === 0 ? 'value' : keys.map((key) => `c.${key}`).join(', ')})) AS value,
       count(*)::INTEGER AS series
     FROM chosen c JOIN page p ON ${['true', ...by.map((column) => `c.${column} = p.${column}`)].join(' AND ')}
     GROUP BY ALL ORDER BY ${[...by.map((column) => `c.${column}`), 'hour'].join(', ')}`,
  );
  const grouped = Map.groupBy(hours, (row) => JSON.stringify(by.map((column) => row[column])));
  return {
    groups: [...grouped.values()].map((group) => ({
      key: groupKey(keyNames, selection, group[0] ?? {}),
      seriesCount: group[0]?.expected ?? 0,
      hours: group.map((row) => row.hour),
      values: group.map((row) => row.value),
      seriesCounts: group.map((row) => row.series),
    })),
    total: counted?.total ?? 0,
    limit: page.limit,
    offset: page.offset,
  };
}

/** The end (exclusive) of the newest hour observed at the publication's as-of; undefined where none is. */
export async function readDataUntil(
  reads: Reads,
  { asOfHour, delayHours }: Publication,
): Promise<HourUtc | undefined> {
  const snapshotId = await latestSnapshotId(reads.store.catalogue, 'observations');
  return reads.memory(`until ${JSON.stringify([snapshotId, asOfHour, delayHours])}`, async () => {
    for (const lookbackHours of [48, 24 * 60, asOfHour]) {
      const window = { start: asOfHour - delayHours - lookbackHours, end: asOfHour };
      const { query } = await latestVersions(reads.store, reads.engine, {
        window,
        asOfHour,
        delayHours,
        snapshotId,
      });
      const [row] = await reads.engine.rows<{ last: number | null }>(
        `SELECT max(hour)::INTEGER AS last FROM (${query})`,
      );
      if (row?.last != null) return row.last + 1;
    }
    return undefined;
  });
}
