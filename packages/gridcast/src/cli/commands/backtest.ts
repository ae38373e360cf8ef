import { resolve } from 'node:path';
import { formatKey, GridcastError, isoOfHour, type ForecastErrors, type Json } from '../../core/index.ts';
import { backtestHome, type HomeBacktest } from '../../pipeline/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { wholeNumber } from '../global-flags.ts';
import { withRun } from '../open-run.ts';
import { formatTable } from '../table.ts';

export const command: Command = {
  summary: 'rolling-origin evaluation through the production code',
  usage: 'backtest --origins WHICH [--delay H] [--out F.parquet] [--refit H]',
  examples: [
    'backtest --source de35 --origins last:3',
    'backtest --origins 2023-01-10T23:00Z..2023-01-20T23:00Z/24h --out backtest.parquet',
    'backtest --origins last:3 --delay 336 --json',
    'backtest --origins last:30 --delay 432 --config covariates.json',
  ],
  flags: {
    origins: { type: 'string' },
    horizon: { type: 'string' },
    out: { type: 'string' },
    refit: { type: 'string' },
  },
  flagHelp: {
    origins: 'ISO instants with commas, FROM..TO/24h, or last:N (at 23:00 UTC, with full truth)',
    horizon: 'hours ahead; 24 is the one horizon',
    out: 'write the rows with their truth as Parquet',
    refit: 'train anew after so many hours (default 0: at every origin)',
  },
  run: (context) =>
    withRun(context, async (run) => {
      const { flags } = context;
      assertHorizon(wholeNumber('--horizon', flags['horizon']) ?? 24);
      const result = await backtestHome(run, {
        origins: requiredOrigins(context),
        refitHours: wholeNumber('--refit', flags['refit']) ?? 0,
        out: typeof flags['out'] === 'string' ? resolve(flags['out']) : undefined,
      });
      return { json: backtestJson(result), text: backtestText(result, flags['out']) };
    }),
};

function requiredOrigins({ flags }: CommandContext): string {
  const origins = flags['origins'];
  if (typeof origins !== 'string') {
    throw new GridcastError('USAGE_MISSING_VALUE', {
      name: '--origins',
      example: 'gridcast backtest --origins last:3',
    });
  }
  return origins;
}

function assertHorizon(horizon: number): void {
  if (horizon === 24) return;
  throw new GridcastError('USAGE_INVALID_VALUE', {
    name: '--horizon',
    value: String(horizon),
    expected: '24 hours is the one horizon',
  });
}

function backtestJson({ runId, report, results, seriesKeys }: HomeBacktest): Json {
  return {
    runId,
    ...(report as unknown as { readonly [name: string]: Json }),
    origins: report.origins.map(isoOfHour),
    byOrigin: report.byOrigin.map(({ origin, errors }) => ({
      origin: isoOfHour(origin),
      errors: errors as unknown as Json,
    })),
    bySeries: report.bySeries.map(({ series, errors }) => ({
      key: [...(seriesKeys[series] ?? [])],
      errors: errors as unknown as Json,
    })),
    models: results.map(({ origin, withoutModel, calibration }) => ({
      origin: isoOfHour(origin),
      withoutModel: withoutModel ?? null,
      calibration: (calibration ?? null) as unknown as Json,
    })),
  };
}

function backtestText({ runId, report, results, seriesKeys }: HomeBacktest, out: unknown): string {
  const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(2)} %`);
  const line = (name: string, errors: ForecastErrors): string[] => [
    name,
    errors.mase?.toFixed(4) ?? '–',
    errors.rmsse?.toFixed(4) ?? '–',
    percent(errors.wape),
    percent(errors.mape),
    percent(errors.rmspe),
    percent(errors.bias),
  ];
  const header = ['forecaster', 'MASE', 'RMSSE', 'WAPE', 'MAPE', 'RMSPE', 'bias'];
  const worst = report.bySeries
    .filter(({ errors }) => errors.mase !== null)
    .sort((a, b) => (b.errors.mase ?? 0) - (a.errors.mase ?? 0))
    .slice(0, 5);
  const reasons = [...new Set(results.flatMap(({ withoutModel }) => withoutModel ?? []))];
  return [
    `${report.origins.length} origins, ${report.forecast.rows} rows with truth`,
    ...formatTable(header, [
      line('gridcast', report.forecast),
      ...Object.entries(report.baselines).map(([name, errors]) => line(name, errors)),
    ]),
    '',
    ...memberLines(results),
    ...formatTable(
      header.with(0, 'origin'),
      report.byOrigin.map(({ origin, errors }) => line(isoOfHour(origin), errors)),
    ),
    '',
    ...formatTable(
      header.with(0, 'hardest series'),
      worst.map(({ series, errors }) => line(formatKey(seriesKeys[series] ?? []), errors)),
    ),
    '',
    `Truths inside the bands: ${Object.entries(report.coverage)
      .map(([share, value]) => `${percent(value)} of ${100 * Number(share)} %`)
      .join(', ')}`,
    `Rows by rung: ${Object.entries(report.rungs)
      .map(([rung, rows]) => `${rung} ${rows}`)
      .join(', ')}`,
    ...reasons.map((reason) => `Without a model: ${reason}`),
    ...(typeof out === 'string' ? [`Rows written to ${out}`] : []),
    `Slices and plots: gridcast runs open ${runId.slice(0, 12)}`,
  ].join('\n');
}

/** The members' part in the newest model, as scored on the origins before it. */
function memberLines(results: HomeBacktest['results']): string[] {
  const newest = results.findLast(({ calibration }) => calibration !== undefined);
  if (newest?.calibration === undefined) return [];
  const rows = newest.calibration.lines.map(({ name, weight, errors }) => [
    name,
    weight?.toFixed(3) ?? '–',
    errors.mase?.toFixed(4) ?? '–',
  ]);
  const title = `Members of the model of ${isoOfHour(newest.origin)}, scored on the ${newest.calibration.origins.length} origins before it`;
  return [title, ...formatTable(['member', 'weight', 'MASE'], rows), ''];
}
