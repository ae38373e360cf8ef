import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  LightGbm,
  LightGbmError,
  LightGbmTimeoutError,
  LightGbmUsageError,
  trainDistributed,
  type DistributedTrainOptions,
} from '../src/index.ts';
import { makeTable, sliceColumns } from './table.ts';

const { columns, amount, rows } = makeTable(2000);
const params = { objective: 'regression' } as const;

async function freeMachines(count: number): Promise<string[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const machines = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return machines;
}

/** Rank 0 has the first half of the rows, rank 1 the second. */
function half(machines: readonly string[], rank: 0 | 1): DistributedTrainOptions {
  const [start, end] = rank === 0 ? [0, rows / 2] : [rows / 2, rows];
  const dataset = { features: sliceColumns(columns, start, end), label: amount.slice(start, end) };
  return { machines, rank, dataset, params, rounds: 20, threads: 1, timeoutMs: 50_000 };
}

describe('trainDistributed', () => {
  test('gives both ranks one model that knows the rows of both', async () => {
    const machines = await freeMachines(2);
    const lines: string[] = [];
    const [first, second] = await Promise.all([
      trainDistributed({ ...half(machines, 0), onLog: (line) => lines.push(line) }),
      trainDistributed(half(machines, 1)),
    ]);
    expect(treesOf(first)).toBe(treesOf(second));
    expect(lines.join('\n')).toMatch(/Connected to rank 1/);

    await using lightGbm = await LightGbm.open({ threads: 1 });
    using booster = await lightGbm.loadBooster(first);
    const tree = ((await booster.toJson()) as { tree_info: { tree_structure: { internal_count: number } }[] })
      .tree_info[0]?.tree_structure;
    expect(tree?.internal_count).toBe(rows);
    const predictions = await booster.predict(columns);
    const errors = predictions.map((value, row) => (value - (amount[row] ?? 0)) ** 2);
    const mean = amount.reduce((sum, value) => sum + value, 0) / rows;
    const spread = amount.map((value) => (value - mean) ** 2);
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
    expect(sum(errors)).toBeLessThan(0.1 * sum(spread));
  });

  test('gives up on a machine that never joins', async () => {
    const machines = await freeMachines(2);
    const attempt = trainDistributed({ ...half(machines, 0), joinTimeoutMs: 1500 });
    await expect(attempt).rejects.toBeInstanceOf(LightGbmTimeoutError);
    await expect(attempt).rejects.toThrow(/The 2 machines \(.*\) did not find each other within 1500 ms/);
  });

  test('can be cancelled while it waits', async () => {
    const machines = await freeMachines(2);
    const signal = AbortSignal.timeout(300);
    await expect(trainDistributed({ ...half(machines, 0), signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  test('refuses a list of machines that makes no sense', async () => {
    const machines = ['10.0.0.1:12400', '10.0.0.2:12400'];
    const refuse = async (change: Partial<DistributedTrainOptions>): Promise<void> => {
      await expect(trainDistributed({ ...half(machines, 0), ...change })).rejects.toBeInstanceOf(
        LightGbmUsageError,
      );
    };
    await refuse({ machines: ['10.0.0.1:12400'] });
    await refuse({ machines: ['10.0.0.1', '10.0.0.2'] });
    await refuse({ machines: ['10.0.0.1:1', '10.0.0.1:1'] });
    await refuse({ rank: 2 });
  });

  test('says so when this machine is none of those named', async () => {
    const attempt = trainDistributed(half(['203.0.113.1:12400', '203.0.113.2:12400'], 0));
    await expect(attempt).rejects.toBeInstanceOf(LightGbmError);
    await expect(attempt).rejects.toThrow(/LGBM_NetworkInit failed/);
  });
});

function treesOf(text: string): string {
  return text.slice(0, text.indexOf('\nparameters:'));
}
