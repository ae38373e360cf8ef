/** Loaded observations for tests: from a file, or from versions written down. */
import { quoteIdentifier, quoteText, type SqlEngine } from '../../store/index.ts';
import type { SpineRow, Version } from '../oracle/version.ts';

export type { SpineRow, Version };

export interface PanelFile {
  /** A Parquet or CSV file in long form. */
  readonly file: string;
  readonly keys: readonly string[];
  readonly time: string;
  readonly value: string;
  readonly delayHours: number;
}

/** Loads a file as regular first versions: the tables `series` and `observation_versions`. */
export async function panelRelation(engine: SqlEngine, panel: PanelFile): Promise<void> {
  const file = quoteText(panel.file);
  const keys = panel.keys.map((key, i) => `CAST(${quoteIdentifier(key)} AS VARCHAR) AS key_${i}`).join(', ');
  const names = panel.keys.map((_, i) => `key_${i}`).join(', ');
  await engine.run(`CREATE OR REPLACE TABLE series AS
    SELECT CAST(ROW_NUMBER() OVER (ORDER BY ${names}) - 1 AS INTEGER) AS series, ${names}
    FROM (SELECT DISTINCT ${keys} FROM ${file})`);
  await engine.run(`CREATE OR REPLACE TABLE observation_versions AS
    WITH typed AS (
      SELECT ${keys}, CAST(EPOCH(CAST(${quoteIdentifier(panel.time)} AS TIMESTAMP)) / 3600 AS INTEGER) AS hour,
        CAST(${quoteIdentifier(panel.value)} AS DOUBLE) AS value FROM ${file})
    SELECT s.series, t.hour, t.value, t.hour + ${1 + panel.delayHours} AS known_hour
    FROM typed t JOIN series s USING (${names}) ORDER BY s.series, t.hour`);
}

/** Loads versions as they are: the tables `series` (without keys) and `observation_versions`. */
export async function loadVersions(
  engine: SqlEngine,
  seriesCount: number,
  versions: readonly Version[],
): Promise<void> {
  await engine.createTable('series', { series: Int32Array.from({ length: seriesCount }, (_, i) => i) });
  await engine.createTable('observation_versions', {
    series: Int32Array.from(versions, (one) => one.series),
    hour: Int32Array.from(versions, (one) => one.hour),
    value: Float64Array.from(versions, (one) => one.value),
    known_hour: Int32Array.from(versions, (one) => one.knownHour),
  });
}

/** Makes the table `spine`. */
export async function loadSpine(engine: SqlEngine, rows: readonly SpineRow[]): Promise<void> {
  await engine.createTable('spine', {
    series: Int32Array.from(rows, (row) => row.series),
    target: Int32Array.from(rows, (row) => row.target),
    origin: Int32Array.from(rows, (row) => row.origin),
  });
}
