/** `gridcast serve` over a home, in a process of its own, as a user starts it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const program = path.resolve(import.meta.dirname, '../packages/gridcast/bin/gridcast.js');

/** A server that listens; disposing it ends it. */
export interface ServedHome extends AsyncDisposable {
  readonly url: string;
}

/** Starts it on any free port. @throws Error with what the program said where it ended instead. */
export async function serveHome(home: string): Promise<ServedHome> {
  const args = [program, 'serve', '--home', home, '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr });
  for await (const line of lines) {
    said.push(line);
    const url = /http:\/\/\S+/u.exec(line)?.[0];
    if (url === undefined) continue;
    child.stderr.resume();
    return {
      url,
      [Symbol.asyncDispose]: async () => {
        if (child.exitCode !== null || !child.kill('SIGINT')) return;
        await once(child, 'exit');
      },
    };
  }
  throw new Error(`gridcast serve ended: ${said.join('\n')}`);
}
