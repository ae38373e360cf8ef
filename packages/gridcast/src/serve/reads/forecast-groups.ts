/** Published forecasts, summed up by groups of series. */
import { GridcastError, type HourUtc } from '../../core/index.ts';
import { forecastRelation, QUANTILE_COLUMNS, type PageOptions } from '../../store/index.ts';
import type { Publication } from './publication.ts';
import type { Reads } from './reads.ts';
import { conditionOf, describeSelection, groupColumns, groupKey, type Selection } from './selection.ts';
import { quantilesOfSum, sumColumns } from './sums.ts';

export type QuantileName = (typeof QUANTILE_COLUMNS)[number];

/** The hours of one group, ascending; quantiles as long as `targetHours`. */
export interface ForecastGroup {
  readonly key: Readonly<Record<string, string>>;
  readonly seriesCount: number;
  readonly targetHours: readonly HourUtc[];
  readonly quantiles: Readonly<Record<QuantileName, readonly number[]>>;
  /** Rows made by each rung. */
  readonly rungs: Readonly<Record<string, number>>;
  readonly modelVersions: readonly string[];
}

export interface GroupPage<Group> {
  readonly groups: readonly Group[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

export type GroupPageOptions = Required<PageOptions> & { readonly limit: number; readonly offset: number };

/**
 * The groups of a selection in the order of their keys. Bands of a group are those of `quantileOfSum`, with the error correlation that was
 * learnt with the model; the order of summation is fixed.
 *
 * @throws SERVE_SERIES_UNKNOWN where the forecast holds no such series.
 */
export function readForecastGroups(
  reads: Reads,
  publication: Publication,
  options: { readonly selection: Selection; readonly page: GroupPageOptions },
): Promise<GroupPage<ForecastGroup>> {
  const { where, by } = options.selection;
  const name = JSON.stringify([publication.forecast.object_key, [...where], by, options.page]);
  return reads.memory(`forecast ${name}`, () => readGroups(reads, publication, options));
}

interface HourRow extends Readonly<Record<string, unknown>> {
  readonly target: number;
  readonly series: number;
}

async function readGroups(
  { store, engine }: Reads,
  { forecast, keyNames, errorCorrelation }: Publication,
  { selection, page }: { readonly selection: Selection; readonly page: GroupPageOptions },
): Promise<GroupPage<ForecastGroup>> {
  const { query } = await forecastRelation(engine, [await store.lake.localPath(forecast.object_key)]);
  const by = groupColumns(selection);
  const from = `(SELECT * FROM (${query}) WHERE ${conditionOf(selection)})`;
  const columns = ['NULL', ...by].join(', ');
  const [counted] = await engine.rows<{ total: number; rows: number }>(
    `SELECT count(*)::INTEGER AS total, sum(rows)::INTEGER AS rows FROM (SELECT count(*) AS rows FROM ${from} GROUP BY ${columns})`,
  );
  if (counted === undefined || counted.total === 0) {
    throw new GridcastError('SERVE_SERIES_UNKNOWN', { selection: describeSelection(keyNames, selection) });
  }
  const among =
    by.length === 0
      ? from
      : `${from} SEMI JOIN (SELECT DISTINCT ${by.join(', ')} FROM ${from} ORDER BY ${by.join(', ')}
           LIMIT ${page.limit} OFFSET ${page.offset}) USING (${by.join(', ')})`;
  const order = keyNames.map((_, i) => `key_${i}`).join(', ') || 'target';
  const hours = await engine.rows<HourRow>(
    `SELECT ${[...by, 'target'].join(', ')}, count(*)::INTEGER AS series,
       ${sumColumns((value) => `list_sum(list(${value} ORDER BY ${order}))`)}
     FROM ${among} GROUP BY ${[...by, 'target'].join(', ')} ORDER BY ${[...by, 'target'].join(', ')}`,
  );
  const makers = await engine.rows<Record<string, unknown>>(
    `SELECT ${[...by, 'rung'].join(', ')}, model_version, count(*)::INTEGER AS made FROM ${among}
     GROUP BY ALL ORDER BY ${[...by, 'rung'].join(', ')}, model_version`,
  );
  const nameOf = (row: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(by.map((column) => row[column]));
  const makersByGroup = Map.groupBy(makers, nameOf);
  const groups = [...Map.groupBy(hours, nameOf)].map(([name, rows]) =>
    shapeGroup(groupKey(keyNames, selection, rows[0] ?? {}), {
      rows,
      makers: makersByGroup.get(name) ?? [],
      errorCorrelation,
    }),
  );
  return { groups, total: counted.total, limit: page.limit, offset: page.offset };
}

function shapeGroup(
  key: Record<string, string>,
  {
    rows,
    makers,
    errorCorrelation,
  }: {
    readonly rows: readonly HourRow[];
    readonly makers: readonly Readonly<Record<string, unknown>>[];
    readonly errorCorrelation: number;
  },
): ForecastGroup {
  const sums = rows.map((row) => quantilesOfSum(row, { series: row.series, errorCorrelation }));
  const rungs: Record<string, number> = {};
  const versions = new Set<string>();
  for (const maker of makers) {
    const [rung, version] = [String(maker['rung']), maker['model_version']];
    rungs[rung] = (rungs[rung] ?? 0) + Number(maker['made']);
    if (typeof version === 'string' && version !== '') versions.add(version);
  }
  return {
    key,
    seriesCount: rows[0]?.series ?? 0,
    targetHours: rows.map((row) => row.target),
    quantiles: Object.fromEntries(
      QUANTILE_COLUMNS.map((name) => [name, sums.map((row) => row[name])]),
    ) as Record<QuantileName, number[]>,
    rungs,
    modelVersions: [...versions],
  };
}
