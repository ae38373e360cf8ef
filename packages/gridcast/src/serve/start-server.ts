/** The server as a process runs it: a socket in front of the app, closed without dropping anybody. */
import { fileURLToPath } from 'node:url';
import { serve, type ServerType } from '@hono/node-server';
import { GridcastError, reasonOf, type Logger } from '../core/index.ts';
import { openExplainer, openVectorLog } from '../pipeline/index.ts';
import { openStore, type Store } from '../store/index.ts';
import { createApp } from './app.ts';
import { readStaticFiles } from './http/static-files.ts';
import { openReads } from './reads/reads.ts';

const DASHBOARD = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));

export interface StartServerOptions {
  readonly store: Store;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** The wall clock, in milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly logger: Logger;
  readonly version: string;
  /** Overrides the delay that forecasts were made with. */
  readonly delayHours?: number | undefined;
  /** Threads of the SQL engine. */
  readonly threads?: number;
  /** Folder of the built dashboard; default: the one of this workspace. One that is not there leaves the API alone. */
  readonly dashboardFolder?: string;
}

/** A server that listens; disposing it ends it gracefully. */
export interface RunningServer extends AsyncDisposable {
  readonly port: number;
  /** Where people point their browser. */
  readonly url: string;
  readonly hasDashboard: boolean;
}

/**
 * Starts the API and the dashboard. Disposing stops listening, lets answers in flight end, and frees what was opened; the
 * store stays open, for it is the caller's.
 *
 * @throws SERVE_ADDRESS_UNUSABLE
 */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { store, host, logger, threads } = options;
  const staticFiles = await readStaticFiles(options.dashboardFolder ?? DASHBOARD);
  const reads = await openReads({
    store,
    delayHours: options.delayHours,
    ...(threads === undefined ? {} : { threads }),
  });
  const { nowMs, version } = options;
  const vectorLog = openVectorLog({
    openStore: () => openStore({ ...store.settings, waitMs: 0, syncCommits: false }),
    nowMs,
    logger,
  });
  const explainer = openExplainer({ store, threads: threads ?? 2, logger });
  const app = createApp({ reads, explainer, nowMs, logger, version, staticFiles, vectorLog });
  let server: ServerType;
  try {
    server = await listen(app.fetch, options);
  } catch (thrown) {
    reads[Symbol.dispose]();
    throw thrown;
  }
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const url = `http://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${port}`;
  logger.info('server listens', { url, dashboardFiles: staticFiles.size });
  return {
    port,
    url,
    hasDashboard: staticFiles.has('/'),
    [Symbol.asyncDispose]: async () => {
      await close(server);
      await vectorLog[Symbol.asyncDispose]();
      await explainer[Symbol.asyncDispose]();
      reads[Symbol.dispose]();
      logger.info('server ended', { url });
    },
  };
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  options: StartServerOptions,
): Promise<ServerType> {
  const { host, port } = options;
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(server));
    server.once('error', (cause) => {
      const reason = reasonOf(cause);
      reject(new GridcastError('SERVE_ADDRESS_UNUSABLE', { host, port, reason }, { cause }));
    });
  });
}

/** Answers in flight end; connections that only wait are closed at once. */
function close(server: ServerType): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((thrown) => (thrown === undefined ? resolve() : reject(thrown)));
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}
