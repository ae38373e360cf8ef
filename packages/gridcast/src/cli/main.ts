/** The edge: reads arguments, environment and clock, runs one command, turns errors into exit codes. */
import { runCli } from './run-cli.ts';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupt.abort(new Error(`stopped by ${signal}`)));
}

process.exitCode = await runCli({
  arguments: process.argv.slice(2),
  environment: process.env,
  workingFolder: process.cwd(),
  nowMs: () => Date.now(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupt.signal,
});
