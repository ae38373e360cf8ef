import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSqlEngine } from '../sql/engine.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { stageRows, type Row } from '../testing/stage-rows.ts';
import { loadObservations } from './load.ts';
import { readPanel, readPanels } from './panel.ts';
import { readSeries } from './read-series.ts';

interface Version {
  readonly key: string;
  readonly hour: number;
  readonly value: number;
  /** −∞ for a regular first version. */
  readonly known: number;
}

interface Batch {
  readonly asOfHour: number;
  readonly rows: readonly Version[];
}

const HOURS = [10, 11, 12];
const KEYS = ['a', 'b'];

const batch: fc.Arbitrary<Batch> = fc.record({
  asOfHour: fc.integer({ min: 7, max: 20 }).map((n) => 2 * n),
  rows: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom(...KEYS),
      hour: fc.constantFrom(...HOURS),
      value: fc.integer({ min: 0, max: 3 }),
      known: fc.oneof(
        fc.constant(-Infinity),
        fc.integer({ min: 4, max: 20 }).map((n) => 2 * n + 1),
      ),
    }),
    { maxLength: 8, selector: (row) => `${row.key}/${row.hour}/${row.known}` },
  ),
});

/** The newest version known by an hour, of equals the one that was added last. */
function latest(
  versions: readonly Version[],
  key: string,
  hour: number,
  byHour: number,
): Version | undefined {
  let found: Version | undefined;
  for (const version of versions) {
    if (version.key !== key || version.hour !== hour || version.known > byHour) continue;
    if (found === undefined || version.known >= found.known) found = version;
  }
  return found;
}

/** The upsert as a loop over rows, in the order in which they became known. */
function upsert(versions: Version[], { asOfHour, rows }: Batch): void {
  const stored = new Set(versions.map((version) => `${version.key}/${version.hour}`));
  const timed = rows.map((row) => ({
    ...row,
    known: row.known === -Infinity && stored.has(`${row.key}/${row.hour}`) ? asOfHour : row.known,
  }));
  for (const row of timed.sort((a, b) => a.known - b.known)) {
    if (latest(versions, row.key, row.hour, row.known)?.value !== row.value) versions.push(row);
  }
}

test('reads as of any hour equal a loop over all versions', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(batch, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 6 }),
      async (batches, delayHours) => {
        await using store = await openTestStore();
        using engine = await openSqlEngine({ threads: 1 });
        const versions: Version[] = [];
        for (const one of batches) {
          const rows = one.rows.map(({ key, hour, value, known }): Row => {
            return known === -Infinity ? [[key], hour, value] : [[key], hour, value, known];
          });
          await stageRows(store, engine, rows, { keyNames: ['key'], asOfHour: one.asOfHour });
          upsert(versions, one);
        }
        const loaded = await loadObservations(store, engine, { asOfHour: 45, delayHours });
        const originHours = [11, 13, 20, 30, 45];
        const panels = await readPanels(engine, { ...loaded, originHours, delayHours });
        for (const [place, originHour] of originHours.entries()) {
          const usable = (hour: number): boolean => hour <= originHour - 1 - delayHours;
          const expected = loaded.series.flatMap(([key = '']) =>
            HOURS.map((hour) => (usable(hour) ? latest(versions, key, hour, originHour)?.value : undefined)),
          );
          const panel = await readPanel(engine, { ...loaded, originHour, delayHours });
          expect(panels[place]).toEqual(panel);
          const found = loaded.series.flatMap((_, s) =>
            HOURS.map((hour) => {
              const at = hour - panel.startHour;
              const value = at < 0 || at >= panel.hours ? Number.NaN : panel.values[s * panel.hours + at];
              return Number.isNaN(value) ? undefined : value;
            }),
          );
          expect(found).toEqual(expected);
          const direct = [];
          for (const key of loaded.series) {
            const read = await readSeries(store, engine, {
              key,
              window: { start: 10, end: 13 },
              asOfHour: originHour,
              delayHours,
            });
            direct.push(...HOURS.map((hour) => read.value[read.hour.indexOf(hour)]));
          }
          expect(direct).toEqual(expected);
        }
      },
    ),
    { numRuns: 15, seed: 7 },
  );
});
