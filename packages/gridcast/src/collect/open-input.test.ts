import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silentLogger, silentProgress } from '../core/index.ts';
import { openSqlEngine, openStore } from '../store/index.ts';
import { openInput } from './open-input.ts';
import { openSource } from './sources.ts';

test('a living feed has no raw table, and says where a suite may stand instead', async () => {
  const home = await mkdtemp(join(tmpdir(), 'gridcast-open-input-'));
  await using store = await openStore({ home });
  using engine = await openSqlEngine({ threads: 1 });
  const input = await openInput({
    store,
    source: openSource({ name: 'eds:ConsumptionDK3619IndustryHour' }),
    network: { request: fetch, sleep: () => Promise.resolve() },
    threads: 1,
    nowMs: () => 0,
    signal: new AbortController().signal,
    logger: silentLogger,
    progress: silentProgress,
  });
  await expect(input.loadRaw(engine, 'raw')).rejects.toMatchObject({ code: 'COLLECT_NO_RAW_TABLE' });
  await rm(home, { recursive: true });
});
