import { badData, usage } from './kind.ts';

/** Columns as a person lists them: `"a", "b", "c"`, cut after twenty. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `"${name}"`);
  if (names.length > shown.length) shown.push(`and ${names.length - shown.length} more`);
  return shown.length === 0 ? 'none' : shown.join(', ');
}

export const collectErrors = {
  COLLECT_SOURCE_UNKNOWN: usage<{ name: string; known: readonly string[] }>(
    ({ name, known }) =>
      `There is no source "${name}". The sources are ${listed(known)}; choose one with --source.`,
  ),
  COLLECT_OPTIONS_INVALID: usage<{ source: string; problems: readonly string[] }>(
    ({ source, problems }) => `The options of source "${source}" cannot be used: ${problems.join('; ')}.`,
  ),
  COLLECT_KEY_RESERVED: usage<{ key: string; reserved: readonly string[] }>(
    ({ key, reserved }) =>
      `The key column "${key}" has a name that forecast files use themselves (${reserved.join(', ')}). ` +
      'Rename the column in the file and in --keys.',
  ),
  COLLECT_COVARIATES_INVALID: usage<{ name: string; problem: string }>(
    ({ name, problem }) =>
      `The covariate "${name}" of the setting "covariates" cannot be used: ${problem}. See docs/covariates.md.`,
  ),
  COLLECT_SOURCE_FIXED: usage<{ home: string; fixed: string; asked: string }>(
    ({ home, fixed, asked }) =>
      `The home ${home} holds the data of ${fixed}, fixed at its first collect, but ${asked} was asked for. ` +
      'Leave the source flags out to go on with it, or give the other source a home of its own with --home.',
  ),
  COLLECT_FILE_UNREADABLE: badData<{ file: string; reason: string }>(
    ({ file, reason }) => `The file ${file} cannot be read: ${reason}. Check the path and its permissions.`,
  ),
  COLLECT_FILE_EMPTY: badData<{ file: string; found: string }>(
    ({ file, found }) =>
      `The file ${file} has no rows: ${found}. A header line and at least one row of data are wanted.`,
  ),
  COLLECT_FILE_FORMAT: badData<{ file: string; found: string; remedy: string }>(
    ({ file, found, remedy }) =>
      `The file ${file} is ${found}, but CSV, Parquet or JSON lines is wanted. ${remedy}`,
  ),
  COLLECT_FILE_ENCODING: badData<{ file: string; line: number }>(
    ({ file, line }) =>
      `The file ${file} is not UTF-8 text: line ${line} has bytes that are no characters. ` +
      'Convert it first, for example with: iconv -f latin1 -t utf-8 IN > OUT',
  ),
  COLLECT_FILE_DAMAGED: badData<{ file: string; line: number; problem: string; remedy: string }>(
    ({ file, line, problem, remedy }) => `The file ${file} is damaged at line ${line}: ${problem}. ${remedy}`,
  ),
  COLLECT_COLUMN_MISSING: badData<{
    file: string;
    role: string;
    column: string;
    available: readonly string[];
    closest: string | null;
  }>(
    ({ file, role, column, available, closest }) =>
      `The file ${file} has no column "${column}" (asked for by ${role}). Its columns are ${listed(available)}.` +
      (closest === null ? '' : ` Did you mean "${closest}"?`),
  ),
  COLLECT_COLUMN_TYPE: badData<{
    file: string;
    role: string;
    column: string;
    type: string;
    expected: string;
  }>(
    ({ file, role, column, type, expected }) =>
      `Column "${column}" of ${file} (asked for by ${role}) has type ${type}, but ${expected} wanted. ` +
      'Name another column or convert this one.',
  ),
  COLLECT_NO_GOOD_ROW: badData<{
    file: string;
    rows: number;
    place: string;
    column: string;
    value: string | null;
    problem: string;
    remedy: string;
  }>(
    ({ file, rows, place, column, value, problem, remedy }) =>
      `None of the ${rows} rows of ${file} can be used. The first, ${place}: column "${column}" is ` +
      `${value === null ? 'empty' : `"${value}"`}: ${problem}. ${remedy}`,
  ),
};
