/** A server that a test starts as a process of its own and ends again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { untilListening } from './free-port.ts';

export interface ServerProcess extends AsyncDisposable {
  readonly port: number;
}

export interface StartOptions {
  readonly command: readonly [string, ...string[]];
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** How it is asked to end; default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
}

/** Starts a server and waits until it listens. What it said is part of the error where it does not. */
export async function startServerProcess(options: StartOptions): Promise<ServerProcess> {
  const [program, ...args] = options.command;
  const child = spawn(program, args, {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.environment && { env: { PATH: '/usr/bin:/bin', ...options.environment } }),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  }
  child.once('error', (thrown) => (said += thrown.message));
  try {
    await untilListening(options.port, () => child.exitCode !== null || child.signalCode !== null);
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Error(`${program} did not start: ${said}`, { cause });
  }
  const { port, stopSignal = 'SIGTERM' } = options;
  return { port, [Symbol.asyncDispose]: () => stop(child, stopSignal) };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
