/** The built dashboard, held in memory: a handful of small files. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, Handler } from 'hono';
import { sha256Hex } from '../../core/index.ts';
import { dashboardMissing } from './dashboard-missing.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file and the headers it is sent with. */
interface StaticFile {
  readonly bytes: Bytes;
  /** The same, compressed; absent where that saves nothing. */
  readonly gzipped: Bytes | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Files by the path they are asked for: `/`, `/assets/index-1a2b3c4d.js`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
};

/** Reads a folder of built files; one that is not there has none. */
export async function readStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = path.slice(folder.length).replaceAll('\\', '/');
    const file = await describe(address, Uint8Array.from(await readFile(path)));
    files.set(address === '/index.html' ? '/' : address, file);
  }
  return files;
}

async function describe(address: string, bytes: Bytes): Promise<StaticFile> {
  const immutable = address.startsWith('/assets/');
  const gzipped = Uint8Array.from(await promisify(gzip)(bytes));
  return {
    bytes,
    gzipped: gzipped.length < bytes.length * 0.9 ? gzipped : undefined,
    headers: {
      'Content-Type': TYPES[extname(address)] ?? 'application/octet-stream',
      'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      Vary: 'Accept-Encoding',
      ETag: `W/"${sha256Hex(bytes).slice(0, 20)}"`,
    },
  };
}

/**
 * Answers GET with a file of that path, and a browser that opens the address of a screen with the page that draws it. Where
 * nothing is built such an address says how to build it. Anything else goes on to the next handler.
 */
export function serveFiles(files: StaticFiles): Handler {
  return async (c, next) => {
    const isScreen = opensScreen(c);
    const file = files.get(c.req.path) ?? (isScreen ? files.get('/') : undefined);
    if (file !== undefined) return answerFile(c, file);
    if (isScreen && !files.has('/')) return c.html(dashboardMissing, 503, { 'Cache-Control': 'no-store' });
    await next();
    return undefined;
  };
}

function opensScreen(c: Context): boolean {
  const { path } = c.req;
  if (path.startsWith('/api/') || extname(path) !== '') return false;
  return (c.req.header('Accept') ?? '').includes('text/html');
}

function answerFile(c: Context, { bytes, gzipped, headers }: StaticFile): Response {
  if (c.req.header('If-None-Match') === headers['ETag']) return c.body(null, 304, { ...headers });
  if (gzipped === undefined || !(c.req.header('Accept-Encoding') ?? '').includes('gzip')) {
    return c.body(bytes, 200, { ...headers });
  }
  return c.body(gzipped, 200, { ...headers, 'Content-Encoding': 'gzip' });
}
