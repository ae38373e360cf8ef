/** What became of published forecasts, beside both seasonal naives, for a selection of series. */
import { coverage, forecastErrors, type HourUtc, type HourWindow } from '../../core/index.ts';
import { errorCorrelationOf, readReport } from '../../pipeline/index.ts';
import { latestSnapshotId, openErrors } from '../../store/index.ts';
import type { Publication } from './publication.ts';
import type { Reads } from './reads.ts';
import { conditionOf, type Selection } from './selection.ts';
import { quantilesOfSum, sumColumns } from './sums.ts';

/** The forecasters compared: ours, and the two naives of the errors files. */
export const forecasters = ['forecast', 'naive_24', 'naive_168'] as const;
export type Forecaster = (typeof forecasters)[number];

/** Relative errors of one forecaster; null where nothing could be scored. */
export interface ForecasterErrors {
  readonly forecaster: Forecaster;
  readonly rows: number;
  readonly wape: number | null;
  readonly mape: number | null;
  readonly bias: number | null;
}

/** One scored hour of a selection's sum; a naive is null where some series of the hour lacks it. */
export interface ScoredHour {
  readonly targetHour: HourUtc;
  readonly originHour: HourUtc;
  readonly seriesCount: number;
  readonly actual: number;
  readonly p05: number;
  readonly p10: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
  readonly naive_24: number | null;
  readonly naive_168: number | null;
  /** Means over the hour's series, as fractions. */
  readonly mape: number | null;
  readonly wape: number | null;
}

/** The errors of a selection over a window of target hours. */
export interface SelectionErrors {
  /** Errors of the sum over the selection's series. */
  readonly ofTotal: readonly ForecasterErrors[];
  /** Errors of the series themselves, all their rows pooled. */
  readonly ofSeries: readonly ForecasterErrors[];
  /** Share of the sum's truths inside its bands, by nominal share; null where nothing is scored. */
  readonly coverageOfTotal: Readonly<Record<'0.5' | '0.8' | '0.9', number | null>>;
  readonly origins: number;
  /** One entry for each (origin, target hour), ascending by target hour, then origin. */
  readonly hours: readonly ScoredHour[];
}

type MutableRow<Row> = { readonly [Name in keyof Row]: Row[Name] };

/** Errors of a selection over the target hours of a window. */
export async function readSelectionErrors(
  reads: Reads,
  publication: Publication,
  options: { readonly selection: Selection; readonly window: HourWindow },
): Promise<SelectionErrors> {
  const snapshotId = await latestSnapshotId(reads.store.catalogue, 'errors');
  const name = JSON.stringify([
    snapshotId,
    [...options.selection.where],
    options.window,
    publication.asOfHour,
  ]);
  return reads.memory(`errors ${name}`, () => readErrors(reads, publication, { ...options, snapshotId }));
}

async function readErrors(
  reads: Reads,
  { asOfHour }: Publication,
  options: {
    readonly selection: Selection;
    readonly window: HourWindow;
    readonly snapshotId: number | undefined;
  },
): Promise<SelectionErrors> {
  const { store, engine } = reads;
  const { selection, window, snapshotId } = options;
  const opened =
    snapshotId === undefined ? undefined : await openErrors(store, engine, { window, snapshotId });
  if (opened === undefined) return shape([], []);
  const from = `(SELECT * FROM ${opened.from} AND ${conditionOf(selection)} AND target < ${asOfHour})`;
  const order = opened.keys.length === 0 ? 'origin' : opened.keys.join(', ');
  const sum = (value: string): string => `list_sum(list(${value} ORDER BY ${order}))`;
  const whole = (column: string): string =>
    `CASE WHEN count(${column}) = count(*) THEN ${sum(column)} END AS ${column}`;
  const rows = await engine.rows<MutableRow<ScoredHour> & { readonly version: string | null }>(
    `SELECT target AS "targetHour", origin AS "originHour", count(*)::INTEGER AS "seriesCount",
       max(model_version) AS version, ${sum('actual')} AS actual, ${sumColumns(sum)},
       ${whole('naive_24')}, ${whole('naive_168')},
       ${sum('abs(actual - p50)')} / nullif(${sum('abs(actual)')}, 0) AS wape,
       list_avg(list(abs(actual - p50) / abs(actual) ORDER BY ${order}) FILTER (WHERE actual <> 0)) AS mape
     FROM ${from} GROUP BY target, origin ORDER BY target, origin`,
  );
  const hours = await withBands(reads, rows);
  const pooled = await Promise.all(
    forecasters.map((forecaster) => {
      const point = forecaster === 'forecast' ? 'p50' : forecaster;
      const every = `ORDER BY ${[...opened.keys, 'target', 'origin'].join(', ')}`;
      const total = (value: string): string => `list_sum(list(${value} ${every}))`;
      return engine.rows<MutableRow<ForecasterErrors>>(
        `SELECT '${forecaster}' AS forecaster, count(*)::INTEGER AS rows,
           ${total(`abs(${point} - actual)`)} / nullif(${total('abs(actual)')}, 0) AS wape,
           list_avg(list(abs(${point} - actual) / abs(actual) ${every}) FILTER (WHERE actual <> 0)) AS mape,
           ${total(`${point} - actual`)} / nullif(${total('abs(actual)')}, 0) AS bias
         FROM ${from} WHERE ${point} IS NOT NULL`,
      );
    }),
  );
  return shape(hours, pooled.flat());
}

/** Bands of each hour's sum, with the error correlation of the model that made it. */
async function withBands(
  reads: Reads,
  rows: readonly (MutableRow<ScoredHour> & { readonly version: string | null })[],
): Promise<ScoredHour[]> {
  const versions = [...new Set(rows.map(({ version }) => version || null))];
  const reports = await Promise.all(versions.map((version) => readReport(reads.store, version)));
  const correlations = new Map(
    versions.map((version, place) => [version, errorCorrelationOf(reports[place])]),
  );
  return rows.map(({ version, ...row }) => {
    const errorCorrelation = correlations.get(version || null) ?? 1;
    return { ...row, ...quantilesOfSum(row, { series: row.seriesCount, errorCorrelation }) };
  });
}

function shape(hours: readonly ScoredHour[], ofSeries: readonly ForecasterErrors[]): SelectionErrors {
  const column = (pick: (hour: ScoredHour) => number | null): number[] =>
    hours.map((hour) => pick(hour) ?? Number.NaN);
  const actual = column((hour) => hour.actual);
  const unknown = actual.map(() => Number.NaN);
  const errorsOf = (forecaster: Forecaster): ForecasterErrors => {
    const predicted = column((hour) => (forecaster === 'forecast' ? hour.p50 : hour[forecaster]));
    const { rows, wape, mape, bias } = forecastErrors({
      origin: column((hour) => hour.originHour),
      series: actual.map(() => 0),
      actual,
      predicted,
      absoluteScale: unknown,
      squareScale: unknown,
    });
    return { forecaster, rows, wape, mape, bias };
  };
  const inside = (lower: 'p05' | 'p10' | 'p25', upper: 'p75' | 'p90' | 'p95'): number | null =>
    coverage(
      actual,
      column((hour) => hour[lower]),
      column((hour) => hour[upper]),
    );
  return {
    ofTotal: forecasters.map(errorsOf),
    ofSeries: ofSeries.length === 0 ? forecasters.map(nothingScored) : ofSeries,
    coverageOfTotal: {
      '0.5': inside('p25', 'p75'),
      '0.8': inside('p10', 'p90'),
      '0.9': inside('p05', 'p95'),
    },
    origins: new Set(hours.map((hour) => hour.originHour)).size,
    hours,
  };
}

function nothingScored(forecaster: Forecaster): ForecasterErrors {
  return { forecaster, rows: 0, wape: null, mape: null, bias: null };
}
