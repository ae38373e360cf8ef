import { fault, kind } from './kind.ts';

/** An entry for a request that cannot be answered as asked. */
function refused<Details>(httpStatus: 404 | 422 | 503, sentence: (details: Details) => string) {
  return kind<Details>({ exitCode: 2, httpStatus, retryable: httpStatus === 503, sentence });
}

export const serveErrors = {
  SERVE_NOTHING_PUBLISHED: refused<{ home: string }>(
    503,
    ({ home }) =>
      `No forecast is published in ${home} yet. Run \`gridcast run --home ${home}\`; this page answers as soon as it ends.`,
  ),
  SERVE_FORECAST_UNKNOWN: refused<{ asked: string; newest: string }>(
    404,
    ({ asked, newest }) =>
      `No forecast is published for ${asked}; the newest origin is ${newest}. GET /api/v2/origins lists them.`,
  ),
  SERVE_SERIES_UNKNOWN: refused<{ selection: string }>(
    404,
    ({ selection }) =>
      `The forecast holds no series with ${selection}. GET /api/v2/series lists the series that there are.`,
  ),
  SERVE_SELECTION_INVALID: refused<{ given: string; expected: string }>(
    422,
    ({ given, expected }) => `"${given}" selects nothing: ${expected}.`,
  ),
  SERVE_REQUEST_INVALID: refused<{ where: string; reason: string }>(
    422,
    ({ where, reason }) => `The request does not fit: ${where}: ${reason}. See /docs.`,
  ),
  SERVE_ENTRY_UNKNOWN: refused<{ what: string; id: string; list: string }>(
    404,
    ({ what, id, list }) => `There is no ${what} "${id}". GET ${list} lists what there is.`,
  ),
  SERVE_ROUTE_UNKNOWN: refused<{ method: string; path: string }>(
    404,
    ({ method, path }) => `Nothing answers ${method} ${path}. GET /docs lists what there is.`,
  ),
  SERVE_V1_UNSUPPORTED: refused<{ keys: readonly string[] }>(
    404,
    ({ keys }) =>
      `/api/v1 speaks of the integer keys area and consumer_type only, and this source has ${keys.length === 0 ? 'no keys' : keys.join(', ')}. Use /api/v2; see /docs.`,
  ),
  SERVE_ADDRESS_UNUSABLE: fault<{ host: string; port: number; reason: string }>(
    ({ host, port, reason }) =>
      `The address ${host}:${port} cannot be listened on: ${reason}. Give another with --port or --host.`,
  ),
};
