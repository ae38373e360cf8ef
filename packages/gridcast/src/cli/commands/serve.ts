import { once } from 'node:events';
import { startServer } from '../../serve/index.ts';
import type { Command } from '../command.ts';
import { wholeNumber } from '../global-flags.ts';
import { withStore } from '../open-home.ts';
import { packageVersion } from '../version.ts';

export const command: Command = {
  summary: 'API and dashboard',
  usage: 'serve [--port 8001] [--host 127.0.0.1]',
  examples: ['serve', 'serve --port 9000 --host 0.0.0.0'],
  flags: { port: { type: 'string' }, host: { type: 'string' } },
  flagHelp: { port: 'port to listen on (default 8001)', host: 'address to listen on (default 127.0.0.1)' },
  run: (context) =>
    withStore(context, async (store) => {
      const { flags, settings, nowMs, logger, signal, announce } = context;
      await using server = await startServer({
        store,
        port: wholeNumber('--port', flags['port']) ?? 8001,
        host: typeof flags['host'] === 'string' ? flags['host'] : '127.0.0.1',
        nowMs,
        logger,
        version: packageVersion(),
        delayHours: settings.config.delayHours,
        threads: settings.config.threads,
      });
      const what = server.hasDashboard
        ? 'Dashboard and API'
        : 'API (the dashboard is not built: npm run setup)';
      announce(`${what} on ${server.url}   documentation on ${server.url}/docs   Ctrl-C ends it`);
      if (!signal.aborted) await once(signal, 'abort');
      return { json: { url: server.url, ended: true }, text: '' };
    }),
};
