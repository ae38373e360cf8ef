/** Plain text tables for people. */

export type Cell = string | number;

/** Lines of a table with a header; numbers are right-aligned, texts left. */
export function formatTable(header: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const texts = rows.map((row) => row.map(String));
  const widths = header.map((name, i) => Math.max(name.length, ...texts.map((row) => row[i]?.length ?? 0)));
  const isNumber = header.map(
    (_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number' || isNumeric(row[i])),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (isNumber[i] === true ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...texts.map(line)];
}

function isNumeric(cell: Cell | undefined): boolean {
  return typeof cell === 'string' && /^[-+]?[\d,]*\.?\d+(?: ?%)?$|^–$/.test(cell);
}

/** A number with thousands separators and at most the given decimals. */
export function formatNumber(value: number, decimals = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
