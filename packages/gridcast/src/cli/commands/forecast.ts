import { resolve } from 'node:path';
import { GridcastError, isoOfHour, type Json } from '../../core/index.ts';
import { readErrorCorrelation } from '../../pipeline/index.ts';
import {
  findForecast,
  openSqlEngine,
  quoteIdentifier,
  quoteText,
  readForecast,
  type Store,
} from '../../store/index.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';
import { summariseForecast } from '../forecast-summary.ts';
import { withStore } from '../open-home.ts';
import { readInstantFlag } from '../open-run.ts';
import { formatNumber, formatTable } from '../table.ts';

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
    series: 'keys joined by /, several with commas (default: all)',
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
  const series = seriesOf(flags['series']);
  const columns = await readForecast(store, engine, {
    objectKey: published.object_key,
    ...(series && { series }),
  });
  const errorCorrelation = await readErrorCorrelation(store, published.model_version);
  const { total, groups } = summariseForecast(columns, errorCorrelation);
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
  const rows = [total, ...groups].map((group) => [
    group.name,
    formatNumber(group.total),
    isoOfHour(group.peakHour),
    group.rungs.join(', '),
  ]);
  const text = formatTable([columns.keyNames.at(-1) ?? 'series', '24 h sum', 'peak (UTC)', 'rung'], rows);
  return {
    json: { ...facts, total, groups, ...(json && { forecast: rowsJson(columns) }) } as unknown as Json,
    text: [`Forecast of ${facts.origin}`, ...text].join('\n'),
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

function seriesOf(flag: unknown): string[][] | undefined {
  return typeof flag === 'string' ? flag.split(',').map((key) => key.split('/')) : undefined;
}

interface CopyOptions {
  readonly source: string;
  readonly out: string;
  readonly keyNames: readonly string[];
  readonly series: readonly (readonly string[])[] | undefined;
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
      `(${keyNames.map((name, i) => `${quoteIdentifier(name)} = ${quoteText(key[i] ?? '')}`).join(' AND ') || 'true'})`,
  );
  const where = among === undefined ? '' : ` WHERE ${among.join(' OR ')}`;
  const options = format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd';
  return `COPY (SELECT * FROM read_parquet(${quoteText(source)})${where}) TO ${quoteText(out)} (${options})`;
}
