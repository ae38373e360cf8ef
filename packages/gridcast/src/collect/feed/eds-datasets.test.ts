import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isoOfHour, silentLogger, silentProgress } from '../../core/index.ts';
import { loadObservations, openSqlEngine, openStore } from '../../store/index.ts';
import type { LivingFeed } from '../source.ts';
import { openSource } from '../sources.ts';
import { collectFeed } from './collect-feed.ts';
import { EdsServer, networkOf } from './eds-server.fixture.ts';

const AS_OF = 493_500;
const HOURS = 30;
const DELAY = 504;

type Row = Readonly<Record<string, string | number>>;

/** Columns and rows as Energi Data Service has them, and the keys that are ours. */
const datasets: readonly {
  readonly name: string;
  readonly time: string;
  readonly value: string;
  readonly rows: readonly Row[];
  readonly keys: readonly (readonly string[])[];
}[] = [
  {
    name: 'ConsumptionConsumerCategoryHour',
    time: 'TimeUTC',
    value: 'ConsumptionkWh',
    rows: [
      { RegionName: 'Region Hovedstaden', ConsumerCategory2: 'Erhverv', ConsumerCategory3: 'Erhverv' },
      {
        RegionName: 'Region Hovedstaden',
        ConsumerCategory2: 'Erhverv',
        ConsumerCategory3: 'Offentlige foretagender',
      },
    ],
    keys: [
      ['Region Hovedstaden', 'Erhverv'],
      ['Region Hovedstaden', 'Offentlige foretagender'],
    ],
  },
  {
    name: 'PrivateConsumptionHeatingNationalHour',
    time: 'TimeUTC',
    value: 'ConsumptionkWh',
    rows: [
      { HousingCategory: 'Etageejendom', HeatingCategory: 'Andet' },
      { HousingCategory: 'Fritidshuse', HeatingCategory: 'Andet' },
    ],
    keys: [
      ['Etageejendom', 'Andet'],
      ['Fritidshuse', 'Andet'],
    ],
  },
  {
    name: 'ConsumptionGridAreaHour',
    time: 'TimeUTC',
    value: 'ConsumptionkWh',
    rows: [
      { PriceArea: 'DK1', GridArea: '131', GridCompanyName: 'N1 A/S' },
      { PriceArea: 'DK2', GridArea: '791', GridCompanyName: 'Radius Elnet A/S' },
    ],
    keys: [
      ['DK1', '131'],
      ['DK2', '791'],
    ],
  },
  {
    name: 'ProductionConsumptionSettlement',
    time: 'HourUTC',
    value: 'GrossConsumptionMWh',
    rows: [
      { PriceArea: 'DK1', CentralPowerMWh: 5.10867 },
      { PriceArea: 'DK2', CentralPowerMWh: 80.5 },
    ],
    keys: [['DK1'], ['DK2']],
  },
];

test.each(datasets)('$name is collected by its own columns', async ({ name, time, value, rows, keys }) => {
  const home = await mkdtemp(join(tmpdir(), 'gridcast-dataset-'));
  await using server = await new EdsServer().start();
  await using store = await openStore({ home });
  const source = openSource({ name: `eds:${name}`, baseUrl: server.url, from: isoOfHour(AS_OF - 600) });
  const endHour = AS_OF - DELAY;
  const rowsOf = (hour: number): Row[] =>
    rows.map((row, place) => ({ ...row, [value]: 1000 * (place + 1) + (hour % 24) }));
  server.datasets.set(name, {
    firstHour: endHour - HOURS,
    endHour,
    time,
    columns: [time, time.replace('UTC', 'DK'), ...Object.keys(rowsOf(0)[0] ?? {})],
    title: name,
    description: name,
    updateFrequency: 'P1D',
    rowsOf,
  });
  server.nowMs = AS_OF * 3_600_000;
  try {
    await collectFeed({
      store,
      source,
      feed: source.input as LivingFeed,
      network: networkOf(server, fetch),
      asOfHour: AS_OF,
      presentHour: AS_OF,
      delayHours: DELAY,
      threads: 1,
      nowMs: () => server.nowMs,
      signal: new AbortController().signal,
      logger: silentLogger,
      progress: silentProgress,
    });
    using engine = await openSqlEngine({ threads: 1 });
    const loaded = await loadObservations(store, engine, { asOfHour: AS_OF, delayHours: DELAY });
    expect(loaded.series).toEqual(keys);
    const found = await engine.rows<{ series: number; hour: number; value: number }>(
      'SELECT series, hour, value FROM observation_versions ORDER BY series, hour',
    );
    const hours = Array.from({ length: HOURS }, (_, place) => endHour - HOURS + place);
    const expected = keys.flatMap((_, series) =>
      hours.map((hour) => ({ series, hour, value: 1000 * (series + 1) + (hour % 24) })),
    );
    expect(found).toEqual(expected);
  } finally {
    await rm(home, { recursive: true });
  }
});
