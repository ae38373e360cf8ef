import { fault, kind, usage } from './kind.ts';

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
