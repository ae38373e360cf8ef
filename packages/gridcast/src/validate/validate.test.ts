import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlEngine, openStore, stageObservations, type StageResult, type Store } from '../store/index.ts';
import { requireValid } from './check-observations.ts';
import { loadPanel, panelSubject, SAMPLE_HOURS, START_HOUR } from './prove/samples.ts';
import { validate, type ValidateOutput } from './validate.ts';

let home: string;
let store: Store;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gridcast-validate-'));
  store = await openStore({ home });
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(home, { recursive: true });
});

const asOfHour = START_HOUR + SAMPLE_HOURS;

async function stageSample(fault: string): Promise<void> {
  using engine = await openSqlEngine({ threads: 1 });
  await loadPanel(engine);
  await engine.run(fault);
  await engine.run(
    'CREATE VIEW rows AS SELECT * EXCLUDE (series, known_hour), NULL::INTEGER AS known_hour FROM observation_versions JOIN series USING (series)',
  );
  const staged = await stageObservations(store, engine, {
    relation: 'rows',
    keyNames: ['area', 'kind'],
    asOfHour,
    runId: 'r',
  });
  await store.catalogue.transaction().execute(staged.commit);
}

async function validateOnce(): Promise<StageResult<ValidateOutput>> {
  const result = await validate({
    store,
    subject: panelSubject,
    asOfHour,
    presentHour: asOfHour,
    delayHours: 0,
    runId: 'r',
    threads: 1,
  });
  await store.catalogue.transaction().execute(result.commit);
  return result;
}

describe('validate', () => {
  test('stores a result for each expectation once, and the whole report in the lake', async () => {
    await stageSample(`DELETE FROM observation_versions WHERE series = 0 AND hour = ${START_HOUR + 7}`);
    await validateOnce();
    const { output } = await validateOnce();
    expect(output).toMatchObject({
      snapshotId: 1,
      checked: 16,
      warnings: ['hours_complete', 'series_complete'],
      stops: [],
    });
    const rows = await store.catalogue.selectFrom('expectation_result').selectAll().execute();
    expect(rows).toHaveLength(16);
    const gap = rows.find((row) => row.expectation === 'hours_complete');
    expect(gap).toMatchObject({ severity: 'warn', success: 0, snapshot_id: 1, run_id: 'r' });
    expect(JSON.parse(gap?.details ?? '')).toEqual({
      states: 'A series has a value for each hour between its first and its last.',
      failures: 1,
      examples: [{ key: ['DK1', 'home'], hour: '2021-01-01T07:00:00Z', found: '1 hours missing from here' }],
    });
    const report = JSON.parse((await store.lake.read(output.reportKey)).toString()) as { reports: unknown };
    expect(report.reports).toEqual(output.reports);
    expect(() => requireValid(output.reports)).not.toThrow();
  });

  test('stores the results of data that must not go on, and then stops', async () => {
    await stageSample('UPDATE observation_versions SET value = -value WHERE series = 1 AND hour % 100 = 0');
    const { output } = await validateOnce();
    expect(output.stops).toEqual(['values_not_negative']);
    expect(await store.catalogue.selectFrom('expectation_result').selectAll().execute()).toHaveLength(16);
    expect(() => requireValid(output.reports)).toThrow(
      expect.objectContaining({
        code: 'VALIDATE_STOPPED',
        kind: expect.objectContaining({ exitCode: 3 }) as unknown,
      }),
    );
  });

  test('passes a home without observations', async () => {
    const { output } = await validateOnce();
    expect(output).toMatchObject({ snapshotId: null, warnings: [] });
  });
});
