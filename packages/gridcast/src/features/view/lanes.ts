/** Lanes: a series as it was known at some origins and on one scale, hour by hour. */
import type { CalendarColumns } from '../calendar/table.ts';
import { LARGEST_VALUE } from './fixed-point.ts';
import type { Versions } from './versions.ts';

/** The transformed values of the hours from `start` on; NaN where none is known. */
export interface Lane {
  readonly start: number;
  readonly z: Float64Array;
  /** Absent where nothing looks for samples. */
  readonly likes: LikeSamples | undefined;
}

/** Samples of the same local hour and kind of day, by place. */
export interface LikeSamples {
  /** The class that the hour is a sample of, or -1. */
  readonly own: Int8Array;
  /** Of each class the place of the last sample before with the same local hour, or -1. */
  readonly before: readonly Int32Array[];
}

/** A series' hours from `start` on, as places of versions. */
export interface KnownHours {
  readonly start: number;
  readonly places: Int32Array;
}

/** Logarithms of the known values. */
export function logValues({ log }: Versions, { places }: Pick<KnownHours, 'places'>): Float64Array {
  return valuesOf(places, log);
}

/** The known values as they are. */
export function plainValues({ value }: Versions, { places }: Pick<KnownHours, 'places'>): Float64Array {
  return valuesOf(places, value);
}

function valuesOf(places: Int32Array, values: Float64Array | undefined): Float64Array {
  const out = new Float64Array(places.length);
  for (let i = 0; i < out.length; i++) {
    const place = places[i] as number;
    out[i] = place < 0 ? Number.NaN : (values?.[place] ?? Number.NaN);
  }
  return out;
}

/** Values divided by 2^exponent, which loses no bit; those that are absurdly large are missing. */
export function scaledValues(values: Float64Array, exponent: number): Float64Array {
  const unit = 2 ** exponent;
  return values.map((value) => (Math.abs(value / unit) <= LARGEST_VALUE ? value / unit : Number.NaN));
}

/** The hours of the calendar that begins at `clockStart`. */
export interface Clock {
  readonly start: number;
  readonly columns: CalendarColumns;
}

const CLASSES = [0, 1, 2];

/** Finds the samples of a lane. */
export function likeSamples(clock: Clock, { start, z }: Pick<Lane, 'start' | 'z'>): LikeSamples {
  const { like_class: classOf, like_sample: isSample, local_hour: localHour } = clock.columns;
  const own = new Int8Array(z.length).fill(-1);
  const before = CLASSES.map(() => new Int32Array(z.length));
  const newest = CLASSES.map(() => new Int32Array(24).fill(-1));
  for (let i = 0; i < z.length; i++) {
    const at = start + i - clock.start;
    const local = localHour[at] as number;
    for (const like of CLASSES) {
      (before[like] as Int32Array)[i] = (newest[like] as Int32Array)[local] as number;
    }
    if (isSample[at] !== 1 || Number.isNaN(z[i])) continue;
    own[i] = classOf[at] as number;
    (newest[own[i] as number] as Int32Array)[local] = i;
  }
  return { own, before };
}

/** The change of each hour from the same local hour a week before. */
export function weekChanges(clock: Clock, { start, z }: Pick<Lane, 'start' | 'z'>, into: Float64Array): void {
  const weekHours = clock.columns.week_hours;
  for (let i = 0; i < z.length; i++) {
    const before = i - (weekHours[start + i - clock.start] as number);
    into[i] = before < 0 ? Number.NaN : (z[i] as number) - (z[before] as number);
  }
}

/** The change of each hour from 24 hours before. */
export function dayChanges(z: Float64Array, into: Float64Array): void {
  for (let i = 0; i < z.length; i++) {
    into[i] = i < 24 ? Number.NaN : (z[i] as number) - (z[i - 24] as number);
  }
}
