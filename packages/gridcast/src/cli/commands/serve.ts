import type { Command } from '../command.ts';

export const command: Command = {
  summary: 'API and dashboard',
  usage: 'serve [--port 8001] [--host 127.0.0.1]',
  examples: ['serve', 'serve --port 9000 --host 0.0.0.0'],
  flags: { port: { type: 'string' }, host: { type: 'string' } },
  flagHelp: { port: 'port to listen on (default 8001)', host: 'address to listen on (default 127.0.0.1)' },
  run: () => Promise.reject(new Error('serve is not wired yet')),
};
