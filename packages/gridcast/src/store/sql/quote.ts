/** Quoting of names and text in SQL; the only place that does it. */

/** A name as an SQL identifier in double quotes. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text as an SQL string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A list of texts as an SQL list literal, as `read_parquet` takes it. */
export function quoteTextList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/** Parquet files as a relation. A folder named `env=prod` above them is no column of theirs, as DuckDB would have it. */
export function readParquet(paths: readonly string[]): string {
  return `read_parquet(${quoteTextList(paths)}, hive_partitioning = false)`;
}
