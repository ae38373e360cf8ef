import { resolve } from 'node:path';
import { formatKey, GridcastError, isoOfHour, type Json, type SeriesKey } from '../../core/index.ts';
import { coverageOf, errorCorrelationOf, getSeriesLike, readReport } from '../../pipeline/index.ts';
import {
  findForecast,
  openSqlEngine,
  quoteIdentifier,
  quoteText,
  readForecast,
  type Forecast,
  type SqlEngine,
  type Store,
} from '../../store/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { coverageLines } from '../coverage-lines.ts';
import { summariseForecast } from '../forecast-summary.ts';
import { hoursTable, summaryTable } from '../forecast-table.ts';
import { withStore } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';

export const command: Command = {
  summary: 'the latest published forecast, or that of an origin, as a table or a file',
  usage: 'forecast [--origin T] [--series A/B,C/D] [--out F.parquet|F.csv]',
  examples: [
    'forecast',
    'forecast --series DK1/111,DK2/111',
    'forecast --origin 2023-01-15T00:00Z --out forecast.csv',
  ],
  flags: { origin: { type: 'string' }, series: { type: 'string' }, out: { type: 'string' } },
  flagHelp: {
    origin: 'the origin wanted (default: the newest)',
    series: 'keys joined by /, or the first of them, several with commas (default: all)',
    out: 'write a file; the ending says which kind',
  },
  run: (context) => withStore(context, (store) => exported(context, store)),
};

async function exported({ flags, json }: CommandContext, store: Store): Promise<CommandResult> {
  const originHour = readInstantFlag('--origin', flags['origin']);
  const published = await findForecast(store.catalogue, { originHour });
  if (published === undefined) {
    const expected = 'no such forecast is published; run gridcast run first';
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: '--origin',
      value: String(flags['origin'] ?? 'latest'),
      expected,
    });
  }
  using engine = await openSqlEngine({ threads: 1 });
  const series = await askedSeries({ store, engine, forecast: published, flag: flags['series'] });
  const columns = await readForecast(store, engine, {
    objectKey: published.object_key,
    ...(series && { series }),
  });
  const facts = {
    origin: isoOfHour(published.origin),
    rows: columns.rows,
    modelVersion: published.model_version,
  };
  if (typeof flags['out'] === 'string') {
    const out = resolve(flags['out']);
    const source = await store.lake.localPath(published.object_key);
    await engine.run(copyStatement({ source, out, keyNames: columns.keyNames, series }));
    return { json: { ...facts, out }, text: `${columns.rows} rows of ${facts.origin} written to ${out}` };
  }
  const report = await readReport(store, published.model_version);
  const summary = summariseForecast(columns, errorCorrelationOf(report));
  const bandCoverage = coverageOf(report);
  const isOne = new Set(columns.key.map(formatKey)).size === 1;
  const table = isOne ? hoursTable(columns) : summaryTable(summary, columns.keyNames.at(-1) ?? 'series');
  const hours = json ? { forecast: rowsJson(columns) } : {};
  return {
    json: { ...facts, bandCoverage, ...summary, ...hours } as unknown as Json,
    text: [`Forecast of ${facts.origin}`, ...table, '', ...coverageLines(bandCoverage)].join('\n'),
  };
}

function rowsJson(columns: Awaited<ReturnType<typeof readForecast>>): Json {
  return columns.key.map((key, row) => ({
    key: [...key],
    targetHourUtc: isoOfHour(columns.targetHour[row] as number),
    ...Object.fromEntries(
      Object.entries(columns.quantiles).map(([name, values]) => [name, values[row] as number]),
    ),
    rung: columns.rung[row] as string,
  }));
}

interface AskedSeries {
  readonly store: Store;
  readonly engine: SqlEngine;
  readonly forecast: Forecast;
  readonly flag: unknown;
}

/** The series named by `--series`, each by all of its keys or the first of them; undefined: all. */
async function askedSeries({
  store,
  engine,
  forecast,
  flag,
}: AskedSeries): Promise<readonly SeriesKey[] | undefined> {
  if (typeof flag !== 'string') return undefined;
  const found: SeriesKey[] = [];
  for (const text of flag.split(',')) found.push(await getSeriesLike(store, engine, { forecast, text }));
  return found;
}

interface CopyOptions {
  readonly source: string;
  readonly out: string;
  readonly keyNames: readonly string[];
  readonly series: readonly SeriesKey[] | undefined;
}

function copyStatement({ source, out, keyNames, series }: CopyOptions): string {
  const format = /\.(parquet|csv)$/.exec(out)?.[1];
  if (format === undefined) {
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: '--out',
      value: out,
      expected: 'a name that ends in .parquet or .csv is wanted',
    });
  }
  const among = series?.map(
    (key) =>
      `(${key.map((text, i) => `${quoteIdentifier(keyNames[i] ?? '')} = ${quoteText(text)}`).join(' AND ') || 'true'})`,
  );
  const where = among === undefined ? '' : ` WHERE ${among.join(' OR ')}`;
  const options = format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd';
  return `COPY (SELECT * FROM read_parquet(${quoteText(source)})${where}) TO ${quoteText(out)} (${options})`;
}
