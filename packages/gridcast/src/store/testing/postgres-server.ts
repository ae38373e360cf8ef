/** A PostgreSQL server of Debian's package on a temporary data folder, as a user that is not root. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

const run = promisify(execFile);
const INSTALLED = '/usr/lib/postgresql';

/** The password of every test database: what no message may ever show. */
export const POSTGRES_PASSWORD = 'tops3cret';

/** A running server. */
export interface PostgresServer extends AsyncDisposable {
  /** Makes a fresh database and gives its address, password and all. */
  createDatabase(): Promise<string>;
  /** Runs SQL in the administrative database. */
  execute(sql: string): Promise<void>;
  /** Ends the server at once, as a crash would, and starts it again on the same data. */
  readonly crash: () => Promise<void>;
  readonly restart: () => Promise<void>;
}

/** The folder of the newest installed server; undefined where there is none, or nobody but root to run it as. */
export function findPostgres(): string | undefined {
  const versions = existsSync(INSTALLED)
    ? readdirSync(INSTALLED)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const folder = versions
    .map((version) => join(INSTALLED, String(version), 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  const canRun = process.getuid?.() !== 0 || spawnSync('id', ['postgres']).status === 0;
  return canRun ? folder : undefined;
}

/** What to do where there is none; stands in the name of what is skipped. */
export const postgresRemedy = 'needs: PostgreSQL (Debian: apt-get install postgresql)';

/** Starts a server that nobody else uses; it is gone with its data when disposed. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error(postgresRemedy);
  const asUser =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
  const folder = await mkdtemp(join(tmpdir(), 'gridcast-postgres-'));
  await chmod(folder, 0o777);
  const [data, passwordFile] = [join(folder, 'data'), join(folder, 'password')];
  await writeFile(passwordFile, POSTGRES_PASSWORD, { mode: 0o644 });
  const initdb = [
    join(bin, 'initdb'),
    '-D',
    data,
    '-U',
    'gridcast',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
  ];
  const [program = '', ...args] = [...asUser, ...initdb, '--no-sync', '--encoding=UTF8', '--locale=C.UTF-8'];
  await run(program, args, { cwd: '/' });
  const port = await freePort();
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [...asUser, join(bin, 'postgres'), '-D', data, ...flags] as [string, ...string[]];
  const start = (): Promise<ServerProcess> => startServerProcess({ command, port, stopSignal: 'SIGINT' });
  let server: ServerProcess | undefined = await start();
  const stop = async (): Promise<void> => {
    await server?.[Symbol.asyncDispose]();
    server = undefined;
  };
  const execute = (sql: string): Promise<void> => executeSql(bin, port, sql);
  let databases = 0;
  return {
    execute,
    async createDatabase(): Promise<string> {
      const name = `test_${(databases += 1)}`;
      await execute(`create database ${name}`);
      return `postgres://gridcast:${POSTGRES_PASSWORD}@127.0.0.1:${port}/${name}`;
    },
    crash: stop,
    async restart(): Promise<void> {
      server ??= await start();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function executeSql(bin: string, port: number, sql: string): Promise<void> {
  const address = `postgres://gridcast:${POSTGRES_PASSWORD}@127.0.0.1:${port}/postgres`;
  for (let tries = 1; ; tries++) {
    try {
      await run(join(bin, 'psql'), [address, '-q', '-v', 'ON_ERROR_STOP=1', '-c', sql]);
      return;
    } catch (thrown) {
      // It listens a moment before it is ready.
      if (tries === 100 || !/starting up/u.test(String(thrown))) throw thrown;
    }
  }
}
