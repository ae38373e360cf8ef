/** For tests: a server on 127.0.0.1, and what can go wrong with an answer. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request meets instead of its answer. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly body: string; readonly retryAfter?: number }
  /** The connection is reset in the middle of the body. */
  | { readonly kind: 'reset' }
  /** The body begins and never ends. */
  | { readonly kind: 'drip' }
  /** The connection is closed at once. */
  | { readonly kind: 'hang-up' };

export abstract class LocalServer implements AsyncDisposable {
  /** What the next requests meet instead of their answers. */
  readonly faults: Fault[] = [];
  readonly #http: Server = createServer((request, response) => this.answer(request, response));
  #port = 0;

  /** Answers a request, or leaves it to `fail`. */
  protected abstract answer(request: IncomingMessage, response: ServerResponse): void;

  /** Listens on a free port, and again on the same one after `stop`. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#http.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#http.address() as AddressInfo).port;
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#http.listening) await this.stop();
  }
}

/** Answers with a fault; a body that breaks off or drips begins with some text. */
export function fail(
  fault: Fault,
  response: ServerResponse,
  { begun, onDrip = () => undefined }: { readonly begun: string; readonly onDrip?: () => void },
): void {
  if (fault.kind === 'hang-up') return void response.destroy();
  if (fault.kind === 'status') {
    const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
    return void response.writeHead(fault.status, headers).end(fault.body);
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(begun, () => {
    if (fault.kind === 'reset') response.destroy();
    else onDrip();
  });
}
