import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { LightGbm } from '../src/index.ts';
import { makeTable } from './table.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const mebibyte = 2 ** 20;

/** Memory of the process after everything that can be collected was. */
async function settledBytes(lightGbm: LightGbm): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    collectGarbage();
    await setImmediate(); // Finalizers run in a turn of their own.
  }
  await lightGbm.loadBooster('').catch(() => undefined); // What was freed before is now carried out.
  return process.memoryUsage.rss();
}

test('a thousand datasets and boosters leave no memory behind', async () => {
  // A dataset of 500 rows with its model takes above 100 kB: 1,000 that stayed would add 100 MiB.
  const { columns, amount } = makeTable(500);
  await using lightGbm = await LightGbm.open({ threads: 1 });
  const makeMany = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      using dataset = await lightGbm.createDataset({ features: columns, label: amount });
      using booster = await lightGbm.train({ dataset, rounds: 3 });
      await booster.predict(columns);
    }
  };
  await makeMany(300);
  const before = await settledBytes(lightGbm);
  await makeMany(1000);
  expect((await settledBytes(lightGbm)) - before).toBeLessThan(20 * mebibyte);
});

test('what is forgotten instead of freed goes with the garbage', async () => {
  // 100,000 rows x 8 columns take 1 byte each as bins, and 0.4 MB of labels: 200 that stayed would add 230 MiB.
  const { columns, amount } = makeTable(100_000);
  const shared = columns.map((column) => {
    const values = new Float64Array(new SharedArrayBuffer(column.byteLength));
    values.set(column);
    return values;
  });
  const params = { bin_construct_sample_cnt: 1000 }; // Finding bins is what takes time.
  await using lightGbm = await LightGbm.open({ threads: 2 });
  const forget = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      await lightGbm.createDataset({ features: shared, label: amount, params });
      if (index % 10 === 0) collectGarbage();
    }
  };
  await forget(40);
  const before = await settledBytes(lightGbm);
  await forget(200);
  expect((await settledBytes(lightGbm)) - before).toBeLessThan(60 * mebibyte);
});
