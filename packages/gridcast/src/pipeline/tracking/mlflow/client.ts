/** MLflow's REST interface: short requests, few retries, bounded answers. */
import { reasonOf } from '../../../core/index.ts';
import type { Network } from '../../../collect/index.ts';
import type { MlflowTarget } from './target.ts';

const RETRY_AFTER_MS = 250;
const MOST_ANSWER_BYTES = 4 * 2 ** 20;
/** Statuses after which the server is left alone: it is full, forbids it, or asks for patience. */
const STOPPING: readonly number[] = [401, 403, 404, 413, 429];

/** Why a request failed; `isServer`: the next one would fail too. */
export class MlflowFailure extends Error {
  override readonly name = 'MlflowFailure';
  readonly isServer: boolean;
  /** MLflow's own code, such as `RESOURCE_DOES_NOT_EXIST`; empty where it gave none. */
  readonly errorCode: string;

  constructor(reason: string, { isServer, errorCode = '' }: { isServer: boolean; errorCode?: string }) {
    super(reason);
    this.isServer = isServer;
    this.errorCode = errorCode;
  }
}

export type Answer = Readonly<Record<string, unknown>>;

export interface MlflowClientOptions {
  readonly target: MlflowTarget;
  readonly network: Network;
  readonly signal: AbortSignal;
  /** A request that has not been answered in whole by then is given up. */
  readonly requestMs: number;
}

export class MlflowClient {
  readonly #target: MlflowTarget;
  readonly #network: Network;
  readonly #signal: AbortSignal;
  readonly #requestMs: number;

  constructor({ target, network, signal, requestMs }: MlflowClientOptions) {
    this.#target = target;
    this.#network = network;
    this.#signal = signal;
    this.#requestMs = requestMs;
  }

  get(path: string, query: Readonly<Record<string, string>>): Promise<Answer> {
    const text = new URLSearchParams(query).toString();
    return this.#json(`/api/2.0/mlflow/${path}?${text}`, { method: 'GET' });
  }

  post(path: string, body: unknown): Promise<Answer> {
    const type = { 'content-type': 'application/json' };
    return this.#json(`/api/2.0/mlflow/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: type,
    });
  }

  /** Puts a file among the artefacts of a run; `artifactUri` is the run's own, kept by the server itself. */
  async putArtefact(artifactUri: string, name: string, file: ArtefactFile): Promise<void> {
    const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/u.exec(artifactUri);
    if (proxied === null) {
      const reason = `it keeps artefacts at ${artifactUri}, not itself; start it with --serve-artifacts`;
      throw new MlflowFailure(reason, { isServer: false });
    }
    const path = [proxied[1], ...name.split('/').map(encodeURIComponent)].join('/');
    const init = { method: 'PUT', body: file.bytes, headers: { 'content-type': file.contentType } };
    await this.#send(`/api/2.0/mlflow-artifacts/artifacts/${path}`, init);
  }

  async #json(path: string, init: RequestParts): Promise<Answer> {
    const text = await this.#send(path, init);
    try {
      return JSON.parse(text === '' ? '{}' : text) as Answer;
    } catch {
      throw new MlflowFailure(`it answered ${path.split('?')[0]} with something else than JSON`, {
        isServer: true,
      });
    }
  }

  /** One retry, where the server fell over or cannot be reached; none where it does not answer at all. */
  async #send(path: string, init: RequestParts): Promise<string> {
    const first = await this.#once(path, init);
    if (first.kind === 'done') return first.text;
    if (!first.mayPass) throw first.failure;
    await this.#network.sleep(RETRY_AFTER_MS, this.#signal);
    const second = await this.#once(path, init);
    if (second.kind === 'done') return second.text;
    throw second.failure;
  }

  async #once(path: string, init: RequestParts): Promise<Sent> {
    const { uri, authorization } = this.#target;
    const [ended, stop] = [new AbortController(), new AbortController()];
    const deadline = this.#network.sleep(this.#requestMs, ended.signal).then(
      () => stop.abort(new Error(`no whole answer within ${this.#requestMs / 1000} s`)),
      () => undefined,
    );
    const headers = { ...init.headers, ...(authorization === undefined ? {} : { authorization }) };
    const signal = AbortSignal.any([stop.signal, this.#signal]);
    try {
      const response = await this.#network.request(`${uri}${path}`, { ...init, headers, signal });
      const text = await readText(response);
      if (response.ok) return { kind: 'done', text };
      return { kind: 'failed', ...failureOf(response.status, text) };
    } catch (thrown) {
      this.#signal.throwIfAborted();
      const isLate = stop.signal.aborted;
      const reason = isLate ? reasonOf(stop.signal.reason) : causeOf(thrown);
      return { kind: 'failed', failure: new MlflowFailure(reason, { isServer: true }), mayPass: !isLate };
    } finally {
      ended.abort();
      await deadline;
    }
  }
}

export interface ArtefactFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

interface RequestParts {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

type Sent =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: MlflowFailure; readonly mayPass: boolean };

function failureOf(status: number, text: string): { failure: MlflowFailure; mayPass: boolean } {
  let said: { error_code?: unknown; message?: unknown } = {};
  try {
    said = JSON.parse(text) as typeof said;
  } catch {
    // a proxy's page
  }
  const errorCode = typeof said.error_code === 'string' ? said.error_code : '';
  const message = typeof said.message === 'string' ? `: ${said.message.slice(0, 200)}` : '';
  const isOwnWord = errorCode !== '' && status < 500;
  const isServer = status >= 500 || (STOPPING.includes(status) && !isOwnWord) || status === 429;
  const failure = new MlflowFailure(`it answered ${status}${message}`, { isServer, errorCode });
  // 507: full, and full a moment later
  return { failure, mayPass: status >= 500 && status !== 507 };
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MOST_ANSWER_BYTES) throw new Error(`an answer of more than ${MOST_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** What `fetch` hides behind "fetch failed". */
function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const code = (cause as { readonly code?: unknown } | null)?.code;
  return reasonOf(cause) || (typeof code === 'string' ? code : 'it cannot be reached');
}
