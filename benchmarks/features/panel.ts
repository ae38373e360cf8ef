/** The panel that every contender reads: the bundled rows, replicated in time and, for the large one, in series. */
import path from 'node:path';
import { openSqlEngine, quoteText } from '../../packages/gridcast/src/store/index.ts';

const bundled = path.resolve(
  import.meta.dirname,
  '../../packages/gridcast/data/consumption_de35_hour_2022-12-21_2023-01-21.parquet',
);

/** The hour after the last bundled one, 2023-01-21T23Z. */
export const END_HOUR = 465_095;
/** Four weeks, so that a repetition keeps hours of day and weekdays where they were. */
const BLOCK_HOURS = 672;

export interface PanelSize {
  readonly series: number;
  /** Hours of history; the panel ends at `END_HOUR`. */
  readonly hours: number;
}

/** Writes series, hour, time, value; each repetition is a little larger than the one before, so that no two are alike. */
export async function writePanel(file: string, { series, hours }: PanelSize): Promise<void> {
  using engine = await openSqlEngine({ threads: 2 });
  const blocks = Math.ceil(hours / BLOCK_HOURS);
  await engine.run(`COPY (
    WITH block AS (
      SELECT (dense_rank() OVER (ORDER BY PriceArea, ConsumerType_DE35) - 1)::INTEGER AS series,
        (epoch(CAST(HourUTC AS TIMESTAMP)) / 3600)::INTEGER AS hour, TotalCon::DOUBLE AS value
      FROM read_parquet(${quoteText(bundled)})),
    panel AS (
      SELECT b.series + 76 * s.i::INTEGER AS series, b.hour - ${BLOCK_HOURS} * t.i::INTEGER AS hour,
        b.value * (1 + 0.001 * t.i + 0.01 * s.i) AS value
      FROM block b, range(${blocks}) t(i), range(${Math.ceil(series / 76)}) s(i)
      WHERE b.hour >= ${END_HOUR - BLOCK_HOURS})
    SELECT series, hour, make_timestamp(hour * 3600000000::BIGINT) AS time, value FROM panel
    WHERE hour >= ${END_HOUR - hours} AND series < ${series} ORDER BY series, hour)
    TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`);
}
