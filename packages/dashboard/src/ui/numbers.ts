/** Numbers as people read them. */

const compactFormat = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 });
const formats = [0, 1, 2, 3].map(
  (digits) => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

const MINUS = '−';

/** A value in full, with as many decimals as its size can bear: `4,012,345`, `37.2`, `0.0451`. */
export function formatValue(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 0.01) return value.toPrecision(3).replace('-', MINUS);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
  return (formats[digits]?.format(value) ?? String(value)).replace('-', MINUS);
}

/** A value for an axis or a small space: `4.01M`. */
export function formatCompact(value: number): string {
  return compactFormat.format(value).replace('-', MINUS);
}

/** A value with its unit, where it has one. */
export function withUnit(text: string, unit: string): string {
  return unit === '' ? text : `${text} ${unit}`;
}

/** A fraction as a percentage; nothing known gives a dash. */
export function formatPercent(fraction: number | null | undefined, digits = 1): string {
  if (fraction === null || fraction === undefined) return '–';
  return `${(fraction * 100).toFixed(digits).replace('-', MINUS)} %`;
}

/** A whole number with its noun in the right number: `1 series` needs both forms. */
export function countOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
