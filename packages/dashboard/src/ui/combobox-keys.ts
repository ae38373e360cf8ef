/** Where the arrow keys lead in a list. */

/** The line that a key leads to; absent: the key moves nothing. Closed lists only open. */
export function moveActive(
  key: string,
  { active, count, open }: { readonly active: number; readonly count: number; readonly open: boolean },
): number | undefined {
  if (key === 'ArrowDown') return open && count > 0 ? (active + 1) % count : active;
  if (key === 'ArrowUp') return open && count > 0 ? (active - 1 + count) % count : active;
  if (!open) return undefined;
  if (key === 'PageDown') return Math.min(active + 10, Math.max(0, count - 1));
  if (key === 'PageUp') return Math.max(active - 10, 0);
  return undefined;
}
