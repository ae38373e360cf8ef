import { badData, fault, kind, usage } from './kind.ts';

export const featuresErrors = {
  FEATURES_UNKNOWN_COUNTRY: usage<{ code: string; known: readonly string[] }>(
    ({ code, known }) =>
      `No calendar is known for country "${code}"; known are ${known.join(', ')}. Leave the country out for UTC hours without holidays.`,
  ),
  FEATURES_LAG_TOO_SHORT: fault<{
    name: string;
    lagHours: number;
    delayHours: number;
    shortestHours: number;
  }>(
    ({ name, lagHours, delayHours, shortestHours }) =>
      `Lag "${name}" looks ${lagHours} h back from the target hour, but with a delay of ${delayHours} h nothing nearer than ` +
      `${shortestHours} h is known for every lead. Declare a longer lag.`,
  ),
  FEATURES_VERSION_CHANGED: usage<{
    reference: string;
    difference: string;
    next: number;
    pinnedBy: string;
  }>(
    ({ reference, difference, next, pinnedBy }) =>
      `${reference} is registered with another meaning (${difference}) and is pinned by ${pinnedBy}. A version never changes but by ` +
      `added columns and better words: declare version ${next} beside it and pin that, or take the change back.`,
  ),
  FEATURES_VIEW_PIN_UNKNOWN: usage<{ view: string; pin: string }>(
    ({ view, pin }) =>
      `View ${view} pins ${pin}, which is neither declared nor registered. Pin a version that "gridcast store list" shows.`,
  ),
  FEATURES_VIEW_UNKNOWN: usage<{ view: string; known: readonly string[] }>(
    ({ view, known }) =>
      `There is no feature view "${view}"; known are ${known.join(', ')}. \`gridcast store list\` describes them.`,
  ),
  FEATURES_DEFINITION_UNKNOWN: kind<{ asked: string; known: readonly string[] }>({
    exitCode: 2,
    httpStatus: 404,
    retryable: false,
    sentence: ({ asked, known }) =>
      `There is no feature group, view or training set "${asked}"; known are ${known.join(', ')}. \`gridcast store search\` finds one by its words.`,
  }),
  FEATURES_COLUMN_UNKNOWN: usage<{ column: string; view: string; known: readonly string[] }>(
    ({ column, view, known }) =>
      `View ${view} has no feature "${column}"; it has ${known.join(', ')}. Name some of these, or another view with --view.`,
  ),
  FEATURES_TRANSFORM_UNKNOWN: usage<{ name: string; known: readonly string[] }>(
    ({ name, known }) =>
      `There is no transformer "${name}"; known are ${known.join(', ')}. docs/guides/transforms.md says what each does.`,
  ),
  FEATURES_TRANSFORM_PLAN_INVALID: usage<{ from: string; problems: readonly string[] }>(
    ({ from, problems }) =>
      `The transforms of ${from} cannot be read: ${problems.join('; ')}. A list is wanted, such as ` +
      '[{"transform": "standard", "columns": ["lev_24"]}].',
  ),
  FEATURES_TRANSFORM_NOT_SERVED: usage<{ trainingSet: string; served: string; missing: readonly string[] }>(
    ({ trainingSet, served, missing }) =>
      `Training set ${trainingSet} cannot be served from the vectors of ${served}, which lack ${missing.join(', ')}. ` +
      'Make one of served columns: `gridcast store training-set --features A,B`; `gridcast store vector KEY` shows them.',
  ),
  FEATURES_SPINE_INVALID: badData<{ file: string; rows: number; reason: string; example: string }>(
    ({ file, rows, reason, example }) =>
      `${rows} rows of the spine ${file} cannot be used: ${reason}, such as ${example}. Mend or leave out these rows.`,
  ),
  FEATURES_SPINE_COLUMNS: usage<{ file: string; missing: readonly string[]; found: readonly string[] }>(
    ({ file, missing, found }) =>
      `The spine ${file} lacks the columns ${missing.join(', ')}; it has ${found.join(', ')}. A spine has the key columns and origin_utc, and may have target_hour_utc.`,
  ),
  FEATURES_NOTHING_KNOWN: badData<{ asOf: string; home: string }>(
    ({ asOf, home }) =>
      `No value in ${home} was known at ${asOf}. Give a later --as-of, or collect first: \`gridcast collect --home ${home}\`.`,
  ),
  FEATURES_NOT_MATERIALISED: kind<{ home: string }>({
    exitCode: 2,
    httpStatus: 503,
    retryable: true,
    sentence: ({ home }) =>
      `No feature vectors were made in ${home} yet. Run \`gridcast features --home ${home}\`, or a whole \`gridcast run\`.`,
  }),
  FEATURES_VECTORS_EXPIRED: kind<{ origin: string; ageHours: number; ttlHours: number }>({
    exitCode: 1,
    httpStatus: 503,
    retryable: true,
    sentence: ({ origin, ageHours, ttlHours }) =>
      `The newest feature vectors are those of ${origin}, ${ageHours} h old, and live ${ttlHours} h. Run \`gridcast run\`, or see why the hourly run stopped: \`gridcast runs list\`.`,
  }),
};
