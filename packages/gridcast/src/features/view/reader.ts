/** Reads what the rows of a chunk look at: their moments, their origins' levels, and the hours of their lanes. */
import { divide, type LookupHour, type RowReader } from './formulas.ts';
import type { Clock, Lane } from './lanes.ts';
import { FAR_HOURS } from './levels.ts';
import type { LinkedOrigins } from './links.ts';

/** The rows of a chunk: which origin and which moment each has. */
export interface PlacedRows {
  /** Places in the linked origins. */
  readonly origins: Int32Array;
  /** Places in the columns of moments. */
  readonly moments: Int32Array;
}

export interface ReaderOptions {
  readonly placed: PlacedRows;
  readonly linked: LinkedOrigins;
  readonly moments: Readonly<Record<string, Float64Array>>;
  readonly clock: Clock;
}

/** A reader with what only anchors and covariates ask for. */
export interface ChunkReader extends RowReader {
  /** The looked-up hour itself; NaN where it lies outside the lane. */
  readonly hour: (hour: LookupHour) => Float64Array;
  readonly scale: () => Float64Array;
  readonly placed: PlacedRows;
}

export function createReader(options: ReaderOptions): ChunkReader {
  const { placed, linked, moments } = options;
  const moment = remembered((name: string) => gather(moments[name], placed.moments));
  const places = createPlaces(options, moment);
  const weekHours = options.clock.columns.week_hours;
  const weekAt = (place: number, { start }: Lane): number =>
    weekHours[start + place - options.clock.start] as number;
  const unit = gather(linked.unit, placed.origins);
  const at = remembered((hour: LookupHour) => valuesAt(options, places(hour), () => 0));
  return {
    placed,
    unit,
    scale: () => gather(linked.scale, placed.origins),
    moment,
    level: remembered((name: string) => gather(linked.levels.get(name), placed.origins)),
    at,
    value: remembered((hour: LookupHour) => divide(at(hour), unit)),
    weekBefore: remembered((hour: LookupHour) => valuesAt(options, places(hour), weekAt)),
    dayBefore: remembered((hour: LookupHour) => valuesAt(options, places(hour), () => 24)),
    hour: (hour) => hoursOf(options, places(hour)),
  };
}

/** Makes each item once. */
function remembered<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const kept = new Map<Key, Made>();
  return (key) => {
    const held = kept.get(key) ?? make(key);
    kept.set(key, held);
    return held;
  };
}

function gather(column: Float64Array | undefined, places: Int32Array): Float64Array {
  const out = new Float64Array(places.length);
  for (let i = 0; i < out.length; i++) out[i] = column?.[places[i] as number] ?? Number.NaN;
  return out;
}

/** The values so many hours before some places of the rows' lanes. */
function valuesAt(
  { placed, linked }: ReaderOptions,
  places: Int32Array,
  hoursBefore: (place: number, lane: Lane) => number,
): Float64Array {
  const out = new Float64Array(places.length).fill(Number.NaN);
  for (let i = 0; i < out.length; i++) {
    const place = places[i] as number;
    const lane = linked.lanes[placed.origins[i] as number];
    if (place < 0 || lane === undefined) continue;
    out[i] = lane.z[place - hoursBefore(place, lane)] ?? Number.NaN;
  }
  return out;
}

function hoursOf({ placed, linked }: ReaderOptions, places: Int32Array): Float64Array {
  const out = new Float64Array(places.length).fill(Number.NaN);
  for (let i = 0; i < out.length; i++) {
    const lane = linked.lanes[placed.origins[i] as number];
    if ((places[i] as number) >= 0 && lane !== undefined) out[i] = lane.start + (places[i] as number);
  }
  return out;
}

/** Gives the places of an hour in the rows' lanes, -1 where it lies outside. */
function createPlaces(
  options: ReaderOptions,
  moment: (name: string) => Float64Array,
): (hour: LookupHour) => Int32Array {
  const places = remembered((hour: LookupHour): Int32Array => {
    if (hour === 'k0') return samplesFrom(options, places('d0'), moment('like_class'), true);
    if (hour === 'k1') return samplesFrom(options, places('k0'), moment('like_class'), false);
    if (hour === 'k2') return samplesFrom(options, places('k1'), moment('like_class'), false);
    return placesIn(options, moment(hour));
  });
  return places;
}

function placesIn({ placed, linked }: ReaderOptions, hours: Float64Array): Int32Array {
  const out = new Int32Array(hours.length).fill(-1);
  for (let i = 0; i < out.length; i++) {
    const lane = linked.lanes[placed.origins[i] as number];
    if (lane === undefined) continue;
    const place = (hours[i] as number) - lane.start;
    if (place >= 0 && place < lane.z.length) out[i] = place;
  }
  return out;
}

/** The newest samples of the targets' classes before some places, or at them where `orAt`; none that is too old. */
function samplesFrom(
  { placed, linked }: ReaderOptions,
  places: Int32Array,
  classes: Float64Array,
  orAt: boolean,
): Int32Array {
  const out = new Int32Array(places.length).fill(-1);
  for (let i = 0; i < out.length; i++) {
    const row = placed.origins[i] as number;
    const lane = linked.lanes[row];
    const place = places[i] as number;
    if (place < 0 || lane?.likes === undefined) continue;
    const like = classes[i] as number;
    const isSample = orAt && lane.likes.own[place] === like;
    const found = isSample ? place : (lane.likes.before[like]?.[place] ?? -1);
    const oldest = (linked.last[row] as number) - FAR_HOURS - lane.start;
    if (found >= 0 && found >= oldest) out[i] = found;
  }
  return out;
}
