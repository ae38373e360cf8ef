/** The edge: reads arguments, environment and clock, runs one command, turns errors into exit codes. */
import { setTimeout as after } from 'node:timers/promises';
import { GridcastError } from '../core/index.ts';
import { runCli } from './run-cli.ts';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupt.abort(new GridcastError('RUN_STOPPED', { signal })));
}

process.exitCode = await runCli({
  arguments: process.argv.slice(2),
  environment: process.env,
  workingFolder: process.cwd(),
  nowMs: () => Date.now(),
  network: {
    request: (url, init) => fetch(url, init),
    sleep: async (ms, signal) => after(ms, undefined, { signal }),
  },
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupt.signal,
});
