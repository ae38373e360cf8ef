/** The built dashboard, held in memory: a handful of small files. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Handler } from 'hono';
import { sha256Hex } from '../../core/index.ts';

/** A file and the headers it is sent with. */
interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
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
    const file = describe(address, Uint8Array.from(await readFile(path)));
    files.set(address === '/index.html' ? '/' : address, file);
  }
  return files;
}

function describe(address: string, bytes: Uint8Array<ArrayBuffer>): StaticFile {
  const immutable = address.startsWith('/assets/');
  return {
    bytes,
    headers: {
      'Content-Type': TYPES[extname(address)] ?? 'application/octet-stream',
      'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: `"${sha256Hex(bytes).slice(0, 20)}"`,
    },
  };
}

/** Answers GET with a file of that path; anything else goes on to the next handler. */
export function serveFiles(files: StaticFiles): Handler {
  return async (c, next) => {
    const file = files.get(c.req.path);
    if (file === undefined) {
      await next();
      return undefined;
    }
    if (c.req.header('If-None-Match') === file.headers['ETag']) return c.body(null, 304, { ...file.headers });
    return c.body(file.bytes, 200, { ...file.headers });
  };
}
