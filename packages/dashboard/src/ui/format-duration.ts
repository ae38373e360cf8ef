/** How long something took, from ISO instants: `14 s`, `3 min 5 s`, `2 h 4 min`; a dash where it has not ended. */
export function formatDuration(fromUtc: string, toUtc: string | null): string {
  if (toUtc === null) return '–';
  const seconds = Math.max(0, Math.round((Date.parse(toUtc) - Date.parse(fromUtc)) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
