import { expect, test } from 'vitest';
import { silentLogger } from '../core/index.ts';
import { startServer } from './start-server.ts';
import { de35Home, openTinyHome } from './testing/tiny-home.ts';

test('listens, answers, refuses a taken port, and ends with its answers given', async () => {
  await using home = await openTinyHome(de35Home);
  const options = {
    store: home.store,
    host: '127.0.0.1',
    nowMs: () => 0,
    logger: silentLogger,
    version: '1',
    dashboardFolder: '/nowhere',
  };
  const server = await startServer({ ...options, port: 0 });
  expect(server.hasDashboard).toBe(false);
  await expect(startServer({ ...options, port: server.port })).rejects.toThrow(
    `The address 127.0.0.1:${server.port} cannot be listened on`,
  );
  const inFlight = globalThis.fetch(`${server.url}/api/v2/forecasts`);
  const answered = await inFlight;
  await server[Symbol.asyncDispose]();
  expect(answered.status).toBe(200);
  await expect(globalThis.fetch(`${server.url}/healthz`)).rejects.toThrow();
});
