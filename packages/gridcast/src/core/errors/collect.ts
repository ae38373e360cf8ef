import { badData, fault, usage } from './kind.ts';

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
      `The covariate "${name}" of the setting "covariates" cannot be used: ${problem}. See docs/guides/covariates.md.`,
  ),
  COLLECT_SOURCE_FIXED: usage<{ home: string; fixed: string; asked: string }>(
    ({ home, fixed, asked }) =>
      `The home ${home} holds the data of ${fixed}, fixed at its first collect, but ${asked} was asked for. ` +
      'Leave the source flags out to go on with it, or give the other source a home of its own with --home.',
  ),
  COLLECT_FEED_UNKNOWN: usage<{ dataset: string; known: readonly string[]; closest: string | null }>(
    ({ dataset, known, closest }) =>
      `There is no living dataset "${dataset}" among those that can be forecast: ${listed(known)}.` +
      `${closest === null ? '' : ` Did you mean "${closest}"?`} Write it as --source eds:${known[0] ?? ''}.`,
  ),
  COLLECT_FEED_RETIRED: usage<{ dataset: string; successor: string }>(
    ({ dataset, successor }) =>
      `The dataset ${dataset} was retired by its publisher. Its successor is ${successor}: use --source eds:${successor}.`,
  ),
  COLLECT_FEED_UNREACHABLE: fault<{ feed: string; url: string; reason: string }>(
    ({ feed, url, reason }) =>
      `The feed ${feed} does not answer at ${url}: ${reason}. What was read before stays; run again later, ` +
      'or name a mirror with --base-url.',
    true,
  ),
  COLLECT_FEED_LIMITED: fault<{ feed: string; waitSeconds: number }>(
    ({ feed, waitSeconds }) =>
      `The feed ${feed} asks to wait ${waitSeconds} s before the next request, longer than this run may wait. ` +
      'What was read before stays, and the next run goes on from there.',
    true,
  ),
  COLLECT_FEED_REFUSED: badData<{ feed: string; status: number; answer: string; url: string }>(
    ({ feed, status, answer, url }) =>
      `The feed ${feed} refuses the request with HTTP ${status}: "${answer}" (${url}). ` +
      'Check that the dataset still has this name and these columns; what was read before stays.',
  ),
  COLLECT_FEED_ABSENT: badData<{ feed: string; url: string; answer: string }>(
    ({ feed, url, answer }) =>
      `There is no dataset ${feed} at ${url}: the server answers "${answer}". Check --base-url, and whether the ` +
      'dataset was renamed or retired; what was read before stays.',
  ),
  COLLECT_FEED_BROKEN: fault<{ feed: string; reason: string; window: string }>(
    ({ feed, reason, window }) =>
      `No response of the feed ${feed} came whole, down to the window ${window}: ${reason}. ` +
      'What was read before stays, and the next run goes on from there.',
    true,
  ),
  COLLECT_FEED_COLUMN: badData<{
    feed: string;
    role: string;
    column: string;
    available: readonly string[];
    closest: string | null;
  }>(
    ({ feed, role, column, available, closest }) =>
      `The feed ${feed} no longer has the column "${column}" (its ${role}). Its columns are ${listed(available)}.` +
      `${closest === null ? '' : ` Perhaps it is "${closest}" now.`} What was read before stays; ` +
      'correct the column in the table of datasets, or update gridcast.',
  ),
  COLLECT_FEED_TYPE: badData<{ feed: string; column: string; found: string; example: string }>(
    ({ feed, column, found, example }) =>
      `The column "${column}" of the feed ${feed} holds ${found} where numbers are wanted, for example ${example}. ` +
      'What was read before stays; the feed changed its type, so look at its description before it is read on.',
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
  COLLECT_NO_RAW_TABLE: usage<{ source: string }>(
    ({ source }) =>
      `A suite speaks of the raw input, but ${source} is read window by window and has no raw table. ` +
      'Put the suite on versions or observations.',
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
