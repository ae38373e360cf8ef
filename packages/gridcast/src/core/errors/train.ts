import { badData, fault, usage } from './kind.ts';

export const trainErrors = {
  TUNE_SPACE_INVALID: usage<{ space: string; place: string; value: string; expected: string }>(
    ({ space, place, value, expected }) =>
      `The search space ${space} has ${value} at ${place}, but ${expected}. Correct it; gridcast tune --help shows a space.`,
  ),
  TUNE_GRID_TOO_LARGE: usage<{ space: string; points: number; most: number }>(
    ({ space, points, most }) =>
      `The grid of the search space ${space} has ${points} points, and a sweep has at most ${most} trials. Say --trials N to try N of them spread over the grid, or use --sampler tpe.`,
  ),
  TUNE_HISTORY_TOO_SHORT: badData<{ asOf: string; reason: string }>(
    ({ asOf, reason }) =>
      `Nothing can be tuned or selected as of ${asOf}: ${reason}. Wait for more hours, or ask for fewer --folds.`,
  ),
  TUNE_SWEEP_UNKNOWN: usage<{ sweep: string }>(
    ({ sweep }) =>
      `There is no sweep ${sweep}, or more than one whose name starts so. gridcast tune list shows those that are there.`,
  ),
  SELECT_COLUMN_UNKNOWN: usage<{ name: string; closest: string | null }>(
    ({ name, closest }) =>
      `--keep names ${name}, and trees read no column and no family of that name.${closest === null ? '' : ` Did you mean ${closest}?`} gridcast store search TEXT finds columns.`,
  ),
  SELECT_RUN_UNKNOWN: usage<{ selection: string }>(
    ({ selection }) =>
      `There is no selection ${selection}, or more than one whose name starts so. gridcast select list shows those that are there.`,
  ),
  SELECT_NOTHING_LEFT_OUT: usage<{ selection: string; reason: string }>(
    ({ selection, reason }) =>
      `The selection ${selection} cannot be put in force: ${reason}. gridcast select show ${selection} says what it found.`,
  ),
  TUNE_LIBRARY_MISSING: fault<{ reason: string }>(
    ({ reason }) => `Trees cannot be fitted: ${reason} Run gridcast doctor; it says what to install.`,
  ),
  TUNE_WORKER_FAILED: fault<{ reason: string; memoryMiB: number }>(
    ({ reason, memoryMiB }) =>
      `A worker could not do its work: ${reason}. It may use ${memoryMiB} MiB; --worker-memory gives it more.`,
  ),
  TUNE_CONFIGURATION_UNREADABLE: fault<{ key: string; reason: string }>(
    ({ key, reason }) =>
      `The tuned configuration ${key} cannot be read: ${reason}. gridcast tune reset --reason TEXT goes back to the defaults.`,
  ),
};
