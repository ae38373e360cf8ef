/** Takes a download to a file. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a stream to a fresh file. A stream that gives nothing for so long is given up: Google's library, for one, does not
 * notice a connection that breaks amid a download.
 */
export async function saveStream(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  stallMs: number,
): Promise<void> {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error(`timed out: no bytes for ${stallMs} ms`)), stallMs);
  const file = createWriteStream(path, { flags: 'wx' });
  try {
    const watched = async function* (source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
      for await (const chunk of source) {
        timer.refresh();
        yield chunk;
      }
    };
    await pipeline(stream, watched, file, { signal: stalled.signal });
  } finally {
    clearTimeout(timer);
    // a file that is still being opened would appear after its caller has removed it
    if (!file.closed) await once(file, 'close');
  }
}
