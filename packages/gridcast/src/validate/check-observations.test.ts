import { describe, expect, test } from 'vitest';
import { checkObservations, requireValid, stoppingFailures } from './check-observations.ts';
import type { ExpectationReport, Failure, ValidationSubject } from './expectation.ts';
import { loadPanel, panelSubject, START_HOUR } from './prove/samples.ts';
import { expectations } from './suite.ts';
import { openSqlEngine } from '../store/index.ts';

interface Seen {
  readonly failures: number;
  readonly first: Failure;
  /** Other expectations that the same fault breaks. */
  readonly also?: readonly string[];
}

const home1 = ['DK1', 'home'];
const seen: Readonly<Record<string, Seen>> = {
  column_count: {
    failures: 1,
    first: { key: [], found: '8 columns where 7 belong' },
  },
  columns_in_order: {
    failures: 2,
    first: { key: [], found: 'observation_versions.hour where observation_versions.series belongs' },
  },
  column_types: {
    failures: 1,
    first: { key: [], found: 'series.key_0 is BLOB, not VARCHAR' },
  },
  nothing_null: {
    failures: 1,
    first: { key: home1, hour: '2021-01-01T03:00:00Z', found: 'no value' },
  },
  hours_on_grid: {
    failures: 1,
    first: { key: home1, hour: '1890-02-22T08:00:00Z', found: 'hour -700000' },
    also: ['hours_complete', 'series_complete'],
  },
  no_future_hour: {
    failures: 2,
    first: { key: home1, hour: '2021-01-11T00:00:00Z', found: 'not over yet' },
  },
  unique_series: {
    failures: 1,
    first: { key: home1, found: '2 series with these keys' },
  },
  unique_hours: {
    failures: 1,
    first: { key: home1, hour: '2021-01-01T05:00:00Z', found: '2 values known at one instant' },
  },
  revisions_differ: {
    failures: 1,
    first: { key: home1, hour: '2021-01-01T05:00:00Z', found: '150.05 twice' },
  },
  known_key_values: {
    failures: 1,
    first: { key: ['SE4', 'home'], found: 'area is SE4' },
  },
  values_finite: {
    failures: 1,
    first: { key: home1, hour: '2021-01-01T01:00:00Z', found: 'inf' },
    also: ['plausible_jump'],
  },
  values_not_negative: {
    failures: 1,
    first: { key: home1, hour: '2021-01-02T00:00:00Z', found: '-1.0' },
  },
  hours_complete: {
    failures: 2,
    first: { key: home1, hour: '2021-01-03T00:00:00Z', found: '24 hours missing from here' },
  },
  series_complete: {
    failures: 2,
    first: { key: [], hour: '2021-01-10T22:00:00Z', found: '1 of 2 series' },
  },
  not_flat: {
    failures: 1,
    first: { key: home1, hour: '2021-01-05T04:00:00Z', found: '150.0 for 72 hours from here' },
  },
  plausible_jump: {
    // 99 of 100 steps stay below 230, the fall of the wave at midnight.
    failures: 2,
    first: { key: home1, hour: '2021-01-02T06:00:00Z', found: '150.29 to 5000.0' },
  },
};

/** The reports on the panel after a statement has spoiled it. */
async function reportsAfter(
  fault: string,
  subject: ValidationSubject = panelSubject,
): Promise<readonly ExpectationReport[]> {
  using engine = await openSqlEngine({ threads: 1 });
  await loadPanel(engine);
  if (fault !== '') await engine.run(fault);
  return await checkObservations({ engine, subject });
}

describe('checkObservations', () => {
  test('lets the clean sample pass every expectation', async () => {
    const reports = await reportsAfter('');
    expect(reports.map((report) => report.expectation)).toEqual(expectations.map((item) => item.name));
    expect(reports.filter((report) => !report.success)).toEqual([]);
  });

  for (const { name, fault } of expectations) {
    test(`${name} sees its fault`, async () => {
      const { failures, first, also } = seen[name] as Seen;
      const failed = (await reportsAfter(fault)).filter((report) => !report.success);
      expect(failed.find((report) => report.expectation === name)).toMatchObject({
        failures,
        examples: expect.arrayContaining([first]) as unknown,
      });
      expect(failed.map((report) => report.expectation).filter((other) => other !== name)).toEqual(
        also ?? [],
      );
    });
  }

  test('checks columns alone where they are wrong', async () => {
    const reports = await reportsAfter('ALTER TABLE observation_versions RENAME value TO kwh');
    expect(reports.map((report) => [report.expectation, report.success])).toEqual([
      ['column_count', true],
      ['columns_in_order', false],
      ['column_types', true],
    ]);
    expect(() => requireValid(reports)).toThrow(
      /must hold: columns_in_order \(1 place, first observation_versions\.kwh where observation_versions\.value belongs\)/u,
    );
  });

  test('says which code is unknown', async () => {
    const reports = await reportsAfter(`UPDATE series SET key_0 = 'SE4' WHERE series = 1`);
    expect(() => requireValid(reports)).toThrow(
      'The data does not meet an expectation that must hold: known_key_values (1 place, first SE4/home: area is SE4). ' +
        'The results are kept with the run; mend the data at its source and collect again.',
    );
  });

  test('says nothing of signs and values that the source does not declare', async () => {
    const subject = {
      ...panelSubject,
      keys: [{ name: 'area' }, { name: 'kind' }],
      valuesAtLeastZero: false,
    };
    const reports = await reportsAfter('UPDATE observation_versions SET value = -value', subject);
    expect(reports.filter((report) => !report.success)).toEqual([]);
    expect(reports).toHaveLength(expectations.length - 2);
  });

  test('lets a series pass that never changes, and names 20 places at most', async () => {
    const flat = await reportsAfter('UPDATE observation_versions SET value = 0 WHERE series = 1');
    expect(flat.filter((report) => !report.success)).toEqual([]);
    const negative = (await reportsAfter('UPDATE observation_versions SET value = -value')).find(
      (report) => report.expectation === 'values_not_negative',
    );
    expect([negative?.failures, negative?.examples.length]).toEqual([480, 20]);
  });

  test('passes an empty panel and one without keys', async () => {
    const empty = await reportsAfter('DELETE FROM observation_versions; DELETE FROM series');
    expect(empty.filter((report) => !report.success)).toEqual([]);
    using engine = await openSqlEngine({ threads: 1 });
    await engine.run(`CREATE TABLE series AS SELECT 0::INTEGER AS series; CREATE TABLE observation_versions AS
      SELECT 0::INTEGER AS series, ${START_HOUR}::INTEGER AS hour, -5::DOUBLE AS value, ${START_HOUR + 1}::INTEGER AS known_hour`);
    const reports = await checkObservations({ engine, subject: { ...panelSubject, keys: [] } });
    expect(stoppingFailures(reports)).toEqual([
      { expectation: 'values_not_negative', problem: '1 place, first 2021-01-01T00:00:00Z: -5.0' },
    ]);
  });
});
