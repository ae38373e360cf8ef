/** Where the sun stands. */
import { msOfHour, type HourUtc } from '../../core/index.ts';

const DEGREE = Math.PI / 180;
const J2000_MS = Date.UTC(2000, 0, 1, 12);

/** A place on the globe, in degrees; north and east are positive. */
export interface Place {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/**
 * The sun's elevation above the horizon in the middle of an hour, in degrees, without refraction.
 *
 * Source: the low-precision coordinates of the Sun in The Astronomical Almanac (page C5), about 0.01 degrees from 1950 to
 * 2050; sidereal time by the linear term of the IAU 1982 formula.
 */
export function sunElevationDeg(hour: HourUtc, place: Place): number {
  const days = (msOfHour(hour) + 1_800_000 - J2000_MS) / 86_400_000;
  const meanAnomaly = (357.528 + 0.9856003 * days) * DEGREE;
  const meanLongitude = 280.46 + 0.9856474 * days;
  const eclipticLongitude =
    (meanLongitude + 1.915 * Math.sin(meanAnomaly) + 0.02 * Math.sin(2 * meanAnomaly)) * DEGREE;
  const obliquity = (23.439 - 0.0000004 * days) * DEGREE;
  const rightAscension = Math.atan2(
    Math.cos(obliquity) * Math.sin(eclipticLongitude),
    Math.cos(eclipticLongitude),
  );
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(eclipticLongitude));
  const siderealDeg = 280.46062 + 360.98564737 * days + place.longitudeDeg;
  const hourAngle = siderealDeg * DEGREE - rightAscension;
  const latitude = place.latitudeDeg * DEGREE;
  const sine =
    Math.sin(latitude) * Math.sin(declination) +
    Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
  return Math.asin(Math.max(-1, Math.min(1, sine))) / DEGREE;
}
