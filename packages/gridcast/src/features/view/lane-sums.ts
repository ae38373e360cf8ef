/** The running sums of a lane that windows are taken from. */
import {
  createSums,
  createWideSums,
  fillSquares,
  fillSums,
  type RunningSums,
  type WideSums,
} from './exact-sums.ts';
import { dayChanges, weekChanges, type Clock, type Lane } from './lanes.ts';

/** What is added up: z; its change from the week before, from the day before; and the sizes of the changes. */
export type SumName = 'z' | 'week' | 'weekSize' | 'day' | 'daySize';

export interface LaneSums extends Readonly<Record<SumName, RunningSums>> {
  readonly squares: WideSums;
}

/** Adds up some sums of one lane after the other in the same memory: what was given holds until the next lane. */
export function openLaneSums(
  clock: Clock,
  asked: ReadonlySet<keyof LaneSums>,
): (lane: Pick<Lane, 'start' | 'z'>) => LaneSums {
  let room = 0;
  let sums = roomFor(0);
  let changes = new Float64Array();
  const fill = (name: SumName, values: Float64Array, length: number): void => {
    if (asked.has(name)) fillSums(sums[name], values, length);
  };
  return (lane) => {
    const { z } = lane;
    if (z.length > room) {
      room = z.length;
      sums = roomFor(room);
      changes = new Float64Array(room);
    }
    fill('z', z, z.length);
    if (asked.has('squares')) fillSquares(sums.squares, z, z.length);
    weekChanges(clock, lane, changes);
    fill('week', changes, z.length);
    makeSizes(changes, z.length);
    fill('weekSize', changes, z.length);
    dayChanges(z, changes);
    fill('day', changes, z.length);
    makeSizes(changes, z.length);
    fill('daySize', changes, z.length);
    return sums;
  };
}

function roomFor(hours: number): LaneSums {
  return {
    z: createSums(hours),
    week: createSums(hours),
    weekSize: createSums(hours),
    day: createSums(hours),
    daySize: createSums(hours),
    squares: createWideSums(hours),
  };
}

function makeSizes(values: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) values[i] = Math.abs(values[i] as number);
}
