/** The panels that forecasters are compared on, all cut from real rows. */
import path from 'node:path';
import { quoteText, type SqlEngine } from '../../packages/gridcast/src/store/index.ts';
import { rowsPath } from '../cycle/contenders.ts';

const yearsPath = path.join(import.meta.dirname, 'data/dk_hourly_2020_2023.parquet');

/** Origins of one delay: forecasters were chosen on `dev`, figures are of `test`. */
export interface PanelCase {
  readonly delayHours: number;
  /** A global model is fitted anew after so many hours. */
  readonly refitHours: number;
  readonly dev: readonly string[];
  readonly test: readonly string[];
}

export interface AccuracyPanel {
  readonly name: string;
  readonly about: string;
  /** A query of series, hour_utc, value over the views `de35` and `years`. */
  readonly query: string;
  /** Whose holidays, clock and sun the rows go by, as `--country`. */
  readonly country?: string;
  /** The panel of the same shape whose bands these origins tell more of; forecast by us and the naives alone. */
  readonly moreOf?: string;
  /** Words for slices, as an SQL expression over `series`. */
  readonly slice: string;
  readonly cases: readonly PanelCase[];
}

const HOUR_MS = 3_600_000;

/** ISO instants from a first one on, `stepHours` apart. */
function origins(first: string, count: number, stepHours = 24): string[] {
  const start = Date.parse(first);
  return Array.from(
    { length: count },
    (_, i) => `${new Date(start + i * stepHours * HOUR_MS).toISOString().slice(0, 16)}Z`,
  );
}

const january: PanelCase = {
  delayHours: 0,
  refitHours: 0,
  dev: origins('2023-01-09T23:00Z', 5),
  test: origins('2023-01-14T23:00Z', 7),
};

/** Six days apart: every weekday comes up alike. */
const ofYears = (delayHours: number): PanelCase => ({
  delayHours,
  refitHours: 91 * 24,
  dev: origins('2022-07-03T23:00Z', 30, 144),
  test: origins('2023-01-01T23:00Z', 61, 144),
});

const autumn = (delayHours: number): PanelCase => ({
  delayHours,
  refitHours: 7 * 24,
  dev: origins('2023-09-26T23:00Z', 10),
  test: origins('2023-10-07T23:00Z', 14),
});

/** Every second hour of the test week but those of the days themselves; models are trained daily. */
const everySecondHour = (delayHours: number): PanelCase => ({
  delayHours,
  refitHours: 24,
  dev: [],
  test: origins('2023-01-15T01:00Z', 72, 2).filter((origin) => !origin.endsWith('T23:00Z')),
});

const DE35 = `SELECT PriceArea || '/' || ConsumerType_DE35 AS series, hour_utc, value FROM de35`;
const YEARS = (columns: string): string =>
  `SELECT series, hour_utc, value FROM (UNPIVOT (SELECT hour_utc, ${columns} FROM years)
     ON COLUMNS(* EXCLUDE hour_utc) INTO NAME series VALUE value)`;
const CONSUMPTION =
  'aalborg851_privat_kwh::DOUBLE AS private, ringsted329_erhverv_kwh::DOUBLE AS business, dk2_gross_mwh::DOUBLE AS load';

const LOAD = 'dk2_gross_mwh::DOUBLE AS load';
const PRICES_AND_WIND =
  'dk1_spot_eur_mwh::DOUBLE AS price_west, dk2_spot_eur_mwh::DOUBLE AS price_east, dk2_onshore_wind_ge50kw_mwh::DOUBLE AS wind';

interface MoreOf {
  readonly moreOf: string;
  readonly columns: string;
  /** Which origins the last ones are. */
  readonly as: 'dev' | 'test';
}

/** Eleven weeks from a day on, as `weeks`, whose last two are forecast. */
function weeksFrom(firstDay: string, { moreOf, columns, as }: MoreOf): AccuracyPanel {
  const first = `${firstDay} 23:00:00`;
  const days = (count: number): string =>
    new Date(Date.parse(`${firstDay}T23:00Z`) + count * 24 * HOUR_MS).toISOString().slice(0, 16);
  const last = origins(`${days(62)}Z`, 14);
  return {
    name: `${moreOf} from ${firstDay}`,
    about: 'other weeks of the same three series',
    moreOf,
    query: `${YEARS(columns)} WHERE hour_utc >= TIMESTAMP '${first}' AND hour_utc < TIMESTAMP '${first}' + INTERVAL 77 DAY`,
    country: 'DK',
    slice: 'series',
    cases: [0, 216].map((delayHours) => ({ delayHours, refitHours: 7 * 24, dev: [], test: [], [as]: last })),
  };
}

/** Every sixth day of half a year, at some delays: bands were chosen on them. */
function halfYearFrom(
  firstDay: string,
  { moreOf, columns, delays }: Omit<MoreOf, 'as'> & { readonly delays: readonly number[] },
): AccuracyPanel {
  return {
    name: `${moreOf} from ${firstDay}`,
    about: 'another half year of the same series',
    moreOf,
    query: YEARS(columns),
    country: 'DK',
    slice: 'series',
    cases: delays.map((delayHours) => ({
      ...ofYears(delayHours),
      dev: origins(`${firstDay}T23:00Z`, 30, 144),
      test: [],
    })),
  };
}

const consumptionWeeks = { moreOf: 'weeks', columns: CONSUMPTION } as const;
const marketWeeks = { moreOf: 'weeks of market', columns: PRICES_AND_WIND } as const;
const DEV_WEEKS = ['2021-01-03', '2021-04-04', '2021-07-04', '2021-10-10'].concat([
  '2022-01-09',
  '2022-04-03',
  '2022-07-03',
  '2022-09-25',
]);

/** Origins of 2021 and 2022 that bands were chosen on, beside `dev` of the others. */
const bandPanels: readonly AccuracyPanel[] = [
  ...DEV_WEEKS.map((day) => weeksFrom(day, { ...consumptionWeeks, as: 'dev' })),
  ...DEV_WEEKS.filter((_, place) => place % 2 === 0).map((day) =>
    weeksFrom(day, { ...marketWeeks, as: 'dev' }),
  ),
  ...['2021-07-02', '2022-01-02'].flatMap((day) => [
    halfYearFrom(day, { moreOf: 'years', columns: CONSUMPTION, delays: [0, 216, 432] }),
    halfYearFrom(day, { moreOf: 'market', columns: PRICES_AND_WIND, delays: [0, 216] }),
    halfYearFrom(day, { moreOf: 'load', columns: LOAD, delays: [0, 216] }),
  ]),
  halfYearFrom('2022-07-03', { moreOf: 'market', columns: PRICES_AND_WIND, delays: [216] }),
  halfYearFrom('2022-07-03', { moreOf: 'load', columns: LOAD, delays: [0, 216] }),
];

export const panels: readonly AccuracyPanel[] = [
  {
    name: 'bundled',
    about: 'the bundled rows: 76 segments, 31 days over Christmas',
    query: DE35,
    country: 'DK',
    slice: `CASE left(split_part(series, '/', 2), 1) WHEN '1' THEN 'households' WHEN '2' THEN 'farms'
      WHEN '3' THEN 'industry' WHEN '4' THEN 'services and supply' ELSE 'unspecified' END`,
    cases: [january, { ...january, delayHours: 216, dev: [] }],
  },
  {
    name: 'hours',
    about: 'the bundled rows at other hours of the same week',
    moreOf: 'bundled',
    query: DE35,
    country: 'DK',
    slice: `split_part(series, '/', 1)`,
    cases: [everySecondHour(0), everySecondHour(216)],
  },
  {
    name: 'industry',
    about: 'ten industries in two areas: 20 series',
    query: `${DE35} WHERE ConsumerType_DE35 BETWEEN '310' AND '390'`,
    country: 'DK',
    slice: `split_part(series, '/', 1)`,
    cases: [january],
  },
  {
    name: 'sums',
    about: 'totals of segments, areas and all: 41 aggregates',
    query: `SELECT 'type/' || ConsumerType_DE35 AS series, hour_utc, sum(value) AS value FROM de35 GROUP BY ALL
      UNION ALL SELECT 'area/' || PriceArea, hour_utc, sum(value) FROM de35 GROUP BY ALL
      UNION ALL SELECT 'all', hour_utc, sum(value) FROM de35 GROUP BY ALL`,
    country: 'DK',
    slice: `split_part(series, '/', 1)`,
    cases: [january],
  },
  {
    name: 'elsewhere',
    about:
      'western segments, nine hours later, every series in another unit (factors of 10^-3 to 10^6), no country',
    query: `SELECT ConsumerType_DE35 AS series, hour_utc + INTERVAL 9 HOUR AS hour_utc,
        value * pow(10, CAST(ConsumerType_DE35 AS INTEGER) % 10 - 3) AS value FROM de35 WHERE PriceArea = 'DK1'`,
    slice: `left(series, 1)`,
    cases: [january],
  },
  {
    name: 'years',
    about: 'a town of homes, a town of businesses and a grid area, three years of history and more',
    query: YEARS(CONSUMPTION),
    country: 'DK',
    slice: 'series',
    cases: [ofYears(0), ofYears(216), ofYears(432)],
  },
  {
    name: 'weeks',
    about: 'the same three series with ten weeks of history and less',
    query: `${YEARS(CONSUMPTION)} WHERE hour_utc >= TIMESTAMP '2023-08-06 22:00:00' AND hour_utc < TIMESTAMP '2023-10-22 22:00:00'`,
    country: 'DK',
    slice: 'series',
    cases: [autumn(0), autumn(216)],
  },
  ...['2023-01-01', '2023-03-05', '2023-05-14', '2023-07-02', '2023-10-14'].map((day) =>
    weeksFrom(day, { ...consumptionWeeks, as: 'test' }),
  ),
  {
    name: 'market',
    about: 'two spot prices and wind power: negative values, no consumption at all',
    query: YEARS(PRICES_AND_WIND),
    country: 'DK',
    slice: 'series',
    cases: [ofYears(0)],
  },
  ...bandPanels,
];

/** Writes a panel as Parquet with series, hour_utc, value. */
export async function writePanel(engine: SqlEngine, panel: AccuracyPanel, target: string): Promise<void> {
  await engine.run(`CREATE OR REPLACE VIEW de35 AS
    SELECT PriceArea, ConsumerType_DE35, CAST(HourUTC AS TIMESTAMP) AS hour_utc, CAST(TotalCon AS DOUBLE) AS value
    FROM read_parquet(${quoteText(rowsPath)})`);
  await engine.run(`CREATE OR REPLACE VIEW years AS SELECT * FROM read_parquet(${quoteText(yearsPath)})`);
  await engine.run(`COPY (SELECT series, hour_utc, CAST(value AS DOUBLE) AS value FROM (${panel.query})
      WHERE value IS NOT NULL ORDER BY series, hour_utc)
    TO ${quoteText(target)} (FORMAT parquet)`);
}
