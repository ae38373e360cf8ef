import { fault, usage } from './kind.ts';

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
};
