/** Stands before a real server and spoils some of the requests, as a network and a busy service do. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request: an answer of "busy", a broken connection before, amid the upload or amid the download. */
export type Fault = 'busy' | 'reset' | 'cut upload' | 'cut download';

export interface FaultyProxy extends AsyncDisposable {
  readonly endpoint: string;
  /** Faults of the requests to come, one each; further requests pass. */
  readonly faults: Fault[];
  /** Requests seen so far, as `PUT /bucket/key`. */
  readonly seen: string[];
}

/** Starts a proxy before `endpoint`. */
export async function startFaultyProxy(endpoint: string): Promise<FaultyProxy> {
  const faults: Fault[] = [];
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    answer({ endpoint, incoming, outgoing, fault: faults.shift() });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    seen,
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Exchange {
  readonly endpoint: string;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly fault: Fault | undefined;
}

function answer(exchange: Exchange): void {
  const { incoming, outgoing, fault } = exchange;
  if (fault === 'reset') return void incoming.socket.destroy();
  if (fault !== 'busy') return pass(exchange);
  incoming.resume().once('end', () => outgoing.writeHead(503).end('busy'));
}

function pass({ endpoint, incoming, outgoing, fault }: Exchange): void {
  const { hostname, port } = new URL(endpoint);
  const { method, url: path, headers } = incoming;
  const onward = request({ hostname, port, method, path, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    if (fault === 'cut download')
      response.once('data', (chunk) => outgoing.write(chunk, () => outgoing.destroy()));
    else response.pipe(outgoing);
  });
  onward.once('error', () => outgoing.destroy());
  if (fault !== 'cut upload') return void incoming.pipe(onward);
  incoming.once('data', (chunk) =>
    onward.write(chunk, () => {
      onward.destroy();
      incoming.socket.destroy();
    }),
  );
}
