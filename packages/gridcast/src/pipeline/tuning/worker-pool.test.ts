import { describe, expect, test } from 'vitest';
import type { FoldTask, LearningRows } from '../../train/index.ts';
import { WorkerPool } from './worker-pool.ts';

/** Rows whose label is twice the one column; the second half is known from the second fold on. */
function makeRows(): LearningRows {
  const column = Float64Array.from({ length: 2000 }, (_, row) => (row * 7919) % 1000);
  const scored = Float64Array.of(100, 500, 900);
  return {
    names: ['x'],
    maxBin: 63,
    train: [column],
    label: column.map((x) => 2 * x),
    weight: new Float64Array(2000).fill(1),
    entersAt: Uint8Array.from(column, (_, row) => (row < 1000 ? 0 : 1)),
    scored: [[scored], [scored]],
  };
}

const task: FoldTask = {
  fold: 1,
  columns: ['x'],
  rounds: [60],
  params: { objective: 'regression', learning_rate: 0.2, min_data_in_leaf: 20, seed: 1 },
};

describe('a pool of workers', { timeout: 60_000 }, () => {
  test('fits, and goes on with a new worker where one is killed', async () => {
    using pool = new WorkerPool({ rows: Promise.resolve(makeRows()), workers: 2, memoryMiB: 500 });
    const {
      differences: [first],
      peakMiB,
    } = await pool.fit(task);
    expect(peakMiB).toBeGreaterThan(10);
    expect(Array.from(first ?? [], (y) => Math.round(y / 100))).toEqual([2, 10, 18]);
    const before = pool.processIds;
    const doomed = Promise.all([1, 2].map(() => pool.fit({ ...task, rounds: [2_000_000] })));
    for (const id of before) process.kill(id, 'SIGKILL');
    await expect(doomed).rejects.toThrow(
      'the worker ended with SIGKILL, as where memory runs out: it may use 500 MiB',
    );
    expect((await pool.fit(task)).differences).toEqual([first]);
    expect(pool.processIds.filter((id) => before.includes(id))).toEqual([]);
  });

  test('says what LightGBM refused, and refuses no later trial', async () => {
    using pool = new WorkerPool({ rows: Promise.resolve(makeRows()), workers: 1, memoryMiB: 500 });
    const refused = pool.fit({
      ...task,
      params: { ...task.params, bagging_fraction: 1e-5, bagging_freq: 1 },
    });
    await expect(refused).rejects.toThrow('Check failed: (num_data) > (0)');
    expect((await pool.fit(task)).differences).toHaveLength(1);
  });

  test('says where a worker could not even start', async () => {
    // less than Node itself reserves
    using pool = new WorkerPool({ rows: Promise.resolve(makeRows()), workers: 1, memoryMiB: -1100 });
    await expect(pool.fit(task)).rejects.toMatchObject({ code: 'TUNE_WORKER_FAILED' });
  });
});
