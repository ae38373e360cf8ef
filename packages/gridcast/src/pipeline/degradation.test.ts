import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore, putDrift } from '../store/index.ts';
import { hasDrifted } from './degradation.ts';

const DAY = 24;
const home = mkdtempSync(path.join(tmpdir(), 'gridcast-degradation-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a model is due where most series have begun to drift since it was trained, once for each time they do', async () => {
  await using store = await openStore({ home });
  const shares = { 100: 0, 101: 6, 102: 7, 103: 5, 104: 8, 105: 9 };
  await store.catalogue.transaction().execute(async (transaction) => {
    for (const [day, drifting] of Object.entries(shares)) {
      const report = { subjects: 10, drifting, object_key: 'reports/a.json', run_id: 'run' };
      await putDrift(transaction, { kind: 'observations', day: Number(day), ...report });
      await putDrift(transaction, { kind: 'features', day: Number(day), ...report, drifting: 10 });
    }
  });
  const due = (day: number, trainedDay: number): Promise<string | undefined> =>
    hasDrifted({ store, origin: day * DAY }, { trained_as_of: trainedDay * DAY });
  expect(await due(100, 90)).toBeUndefined();
  expect(await due(102, 90)).toBe('most series drift since 1970-04-12');
  expect(await due(102, 101)).toBeUndefined();
  expect(await due(103, 90)).toBeUndefined();
  expect(await due(105, 101)).toBe('most series drift since 1970-04-15');
  expect(await due(105, 104)).toBeUndefined();
});
