/** A real MLflow server on this machine, for the test of what it is given. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { freePort, untilListening } from '../packages/gridcast/src/store/testing/free-port.ts';

const root = path.dirname(import.meta.dirname);
const program = path.join(root, '.venv-mlflow/bin/mlflow');

/** Whether the server was put where `npm run peers -- mlflow` puts it. */
export function findMlflow(): boolean {
  return existsSync(path.join(root, '.venv-mlflow/peers.sha256'));
}

/** What to do where it is missing; stands in the name of what is skipped. */
export const mlflowRemedy = '(needs: npm run peers -- mlflow)';

export interface MlflowServer extends AsyncDisposable {
  readonly uri: string;
}

/** Starts a server whose files are in a folder, and waits until it answers. */
export async function startMlflow(folder: string): Promise<MlflowServer> {
  const port = await freePort();
  const child = spawn(
    program,
    [
      'server',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--workers',
      '1',
      '--serve-artifacts',
      '--backend-store-uri',
      `sqlite:///${folder}/mlflow.db`,
      '--artifacts-destination',
      path.join(folder, 'artifacts'),
    ],
    {
      cwd: folder,
      // a group of its own: it starts ten processes
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (hasEnded() || child.pid === undefined) return;
    process.kill(-child.pid, 'SIGKILL');
    await once(child, 'exit');
  };
  try {
    // the first start makes its tables: up to two minutes on a busy machine
    for (let patience = 4; ; patience -= 1) {
      const listening = untilListening(port, hasEnded);
      if (patience === 1 || hasEnded()) await listening;
      if (
        await listening.then(
          () => true,
          () => false,
        )
      )
        break;
    }
  } catch (cause) {
    await stop();
    throw new Error(`MLflow did not start: ${said}`, { cause });
  }
  return { uri: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}
