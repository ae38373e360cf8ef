/** Reads what the rows of a chunk look at: their moments, their origins' levels, and the hours of their lanes. */
import type { LookupHour, RowReader } from './formulas.ts';
import { gather, repeatItems } from './gather.ts';
import type { Clock, Lane } from './lanes.ts';
import { FAR_HOURS } from './levels.ts';
import type { LinkedOrigins } from './links.ts';
import type { MomentReader } from './moments.ts';
import { remembered } from './remembered.ts';

/** The rows of a chunk, in runs of one origin: which origin each run has, and which moment each row. */
export interface PlacedRows {
  /** Of each run a place in the linked origins. */
  readonly origins: Int32Array;
  /** Of each run the row after its last one. */
  readonly ends: Int32Array;
  /** Of each row a place among the moments. */
  readonly moments: Int32Array;
}

export interface ReaderOptions {
  readonly placed: PlacedRows;
  readonly linked: LinkedOrigins;
  readonly moments: MomentReader;
  readonly clock: Clock;
}

/** A reader with what only anchors and covariates ask for. */
export interface ChunkReader extends RowReader {
  /** The looked-up hour itself; NaN where it lies outside the lane. */
  readonly hour: (hour: LookupHour) => Float64Array;
  readonly scale: () => Float64Array;
}

export function createReader(options: ReaderOptions): ChunkReader {
  const { placed, linked, moments, clock } = options;
  const moment = remembered((name: string) => gather(moments(name), placed.moments));
  const places = createPlaces(options, moment);
  const { week_hours: weekHours } = clock.columns;
  return {
    scale: () => repeated(linked.scale, placed),
    moment,
    level: remembered((name: string) => repeated(linked.levels.get(name), placed)),
    value: remembered((hour: LookupHour) => valuesAt(options, places(hour))),
    weekBefore: (hour) => valuesAt(options, placesBefore(options, places(hour), weekHours)),
    change: (hour, from) => {
      const before = placesBefore(options, places(hour), from === 'week' ? weekHours : 24);
      return differences(options, places(hour), before);
    },
    between: (hour, from) => differences(options, places(hour), places(from)),
    hour: (hour) => hoursOf(options, places(hour)),
  };
}

/** A column of the origins, an item a row. */
function repeated(column: Float64Array | undefined, { origins, ends, moments }: PlacedRows): Float64Array {
  if (column === undefined) return new Float64Array(moments.length).fill(Number.NaN);
  return repeatItems(gather(column, origins), ends);
}

/** Calls back for each run whose origin has a lane, with its rows `[from, to)`. */
function eachLane(
  { placed: { origins, ends }, linked }: ReaderOptions,
  work: (lane: Lane, from: number, to: number, origin: number) => void,
): void {
  for (let run = 0, from = 0; run < ends.length; run++) {
    const [origin, to] = [origins[run] as number, ends[run] as number];
    const lane = linked.lanes[origin];
    if (lane !== undefined) work(lane, from, to, origin);
    from = to;
  }
}

/** Hours back from an hour, by the hour of the clock, or always as many. */
type HoursBack = Int32Array | number;

/** The places so many hours before others, -1 outside of the lane. */
function placesBefore(options: ReaderOptions, places: Int32Array, hoursBack: HoursBack): Int32Array {
  const out = new Int32Array(places.length).fill(-1);
  eachLane(options, ({ start }, from, to) => {
    const shift = start - options.clock.start;
    for (let i = from; i < to; i++) {
      const place = places[i] as number;
      if (place < 0) continue;
      const back = typeof hoursBack === 'number' ? hoursBack : (hoursBack[place + shift] as number);
      if (place >= back) out[i] = place - back;
    }
  });
  return out;
}

/** The values at some places of the rows' lanes, in the rows' units. */
function valuesAt(options: ReaderOptions, places: Int32Array): Float64Array {
  const out = new Float64Array(places.length).fill(Number.NaN);
  eachLane(options, ({ z }, from, to, origin) => {
    const unit = options.linked.unit[origin] as number;
    for (let i = from; i < to; i++) {
      const place = places[i] as number;
      if (place >= 0) out[i] = (z[place] as number) / unit;
    }
  });
  return out;
}

/** The differences of the values at two places, in the rows' units. */
function differences(options: ReaderOptions, places: Int32Array, others: Int32Array): Float64Array {
  const out = new Float64Array(places.length).fill(Number.NaN);
  eachLane(options, ({ z }, from, to, origin) => {
    const unit = options.linked.unit[origin] as number;
    for (let i = from; i < to; i++) {
      const [place, other] = [places[i] as number, others[i] as number];
      if (place >= 0 && other >= 0) out[i] = ((z[place] as number) - (z[other] as number)) / unit;
    }
  });
  return out;
}

function hoursOf(options: ReaderOptions, places: Int32Array): Float64Array {
  const out = new Float64Array(places.length).fill(Number.NaN);
  eachLane(options, ({ start }, from, to) => {
    for (let i = from; i < to; i++) if ((places[i] as number) >= 0) out[i] = start + (places[i] as number);
  });
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
    return placesIn(options, options.moments(hour));
  });
  return places;
}

/** The places of an hour of the moments. */
function placesIn(options: ReaderOptions, hours: Float64Array): Int32Array {
  const { moments } = options.placed;
  const out = new Int32Array(moments.length).fill(-1);
  eachLane(options, ({ start, z }, from, to) => {
    for (let i = from; i < to; i++) {
      const place = (hours[moments[i] as number] as number) - start;
      if (place >= 0 && place < z.length) out[i] = place;
    }
  });
  return out;
}

/** The newest samples of the targets' classes before some places, or at them where `orAt`; none that is too old. */
function samplesFrom(
  options: ReaderOptions,
  places: Int32Array,
  classes: Float64Array,
  orAt: boolean,
): Int32Array {
  const out = new Int32Array(places.length).fill(-1);
  eachLane(options, ({ start, likes }, from, to, origin) => {
    if (likes === undefined) return;
    const oldest = (options.linked.last[origin] as number) - FAR_HOURS - start;
    for (let i = from; i < to; i++) {
      const place = places[i] as number;
      if (place < 0) continue;
      const like = classes[i] as number;
      const isSample = orAt && likes.own[place] === like;
      const found = isSample ? place : (likes.before[like]?.[place] ?? -1);
      if (found >= 0 && found >= oldest) out[i] = found;
    }
  });
  return out;
}
