/** Where a model errs most. */
import type { CalibrationReport } from '../../train/index.ts';

const MOST_SHOWN = 5;

/** One value of a key, and its mean |error| / scale over all origins of the report. */
export interface HardSlice {
  readonly key: string;
  readonly value: string;
  readonly rows: number;
  readonly error: number;
}

/** The slices with the largest scaled error, the worst first; none in reports of earlier versions. */
export function hardestSlices({ byOrigin }: CalibrationReport): HardSlice[] {
  return (byOrigin?.slices ?? [])
    .map(({ key, value, rows, errors }) => {
      const total = rows.reduce((sum, count) => sum + count, 0);
      const error = rows.reduce((sum, count, o) => sum + count * (errors[o] ?? 0), 0) / total;
      return { key, value, rows: total, error };
    })
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.error - a.error)
    .slice(0, MOST_SHOWN);
}
