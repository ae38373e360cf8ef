import { kind } from './kind.ts';

/** An entry for an explanation that cannot be had as asked. */
function unexplained<Details>(
  httpStatus: 404 | 503,
  exitCode: 1 | 2,
  sentence: (details: Details) => string,
) {
  return kind<Details>({ exitCode, httpStatus, retryable: httpStatus === 503, sentence });
}

export const explainErrors = {
  EXPLAIN_HOUR_UNKNOWN: unexplained<{ asked: string; newest: string | null }>(404, 2, ({ asked, newest }) =>
    newest === null
      ? `No forecast holds ${asked}, for none is published yet. Run \`gridcast run\` first.`
      : `No published forecast holds ${asked}; the newest one covers the 24 hours from ${newest}. Ask for one of these, or run \`gridcast backfill\` over the past hours that are missing.`,
  ),
  EXPLAIN_SERIES_UNKNOWN: unexplained<{
    asked: string;
    origin: string;
    form: string;
    closest: string | null;
  }>(
    404,
    2,
    ({ asked, origin, form, closest }) =>
      `The forecast of ${origin} holds no series "${asked}"; a series is written as ${form}${closest === null ? '.' : `. Did you mean ${closest}?`} \`gridcast forecast --out FILE.csv\` lists them all.`,
  ),
  EXPLAIN_OTHER_VIEW: unexplained<{ version: string; made: string; served: string }>(
    404,
    1,
    ({ version, made, served }) =>
      `Model ${version} reads the features ${made}, and this program makes ${served}. Explain its forecasts with the release that made them, or a newer forecast with this one.`,
  ),
  EXPLAIN_LIBRARY_MISSING: unexplained<{ version: string }>(
    503,
    1,
    ({ version }) =>
      `The trees of model ${version} cannot be asked without the native library LightGBM. \`gridcast doctor\` says how to get it.`,
  ),
  EXPLAIN_BUSY: unexplained<{ waiting: number }>(
    503,
    1,
    ({ waiting }) =>
      `${waiting} explanations are being waited for, as many as are taken at a time. Ask again in a moment.`,
  ),
};
