/** Tables of numbers in Markdown. */

/** The lines of a table; short rows are filled up. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) => header.map((_, i) => row[i] ?? ''));
  return [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...padded.map(line)];
}

export function fixed(value: number | null | undefined, digits = 3): string {
  return value == null || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

export function percent(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : (100 * value).toFixed(1);
}

export function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)} %`;
}
