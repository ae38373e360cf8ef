/** What a bad MLflow server can do to a run: cost a bounded time and say so, and get everything once it is well. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Network } from '../../../collect/index.ts';
import { countUndelivered, openStore, type Store } from '../../../store/index.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordTrial, type TrialRecord } from '../trial-record.ts';
import { deliverPending, type Delivery } from './deliver-pending.ts';
import { targetName, type MlflowTarget } from './target.ts';

/** How the server behaves; the well one keeps what it is given, as far as a delivery asks for it. */
type Behaviour = (request: IncomingMessage, response: ServerResponse, place: number) => void;

let store: Store;
let home: string;

const machine = { environment: { node: 'v1' }, peakMiB: 5 };
const trial = (name: string, more: Partial<TrialRecord> = {}): TrialRecord => ({
  kind: 'training',
  name,
  parameters: { rate: 0.1 },
  inputs: {},
  artefacts: [],
  metrics: [{ name: 'loss', value: 1, steps: [3, null, 1] }],
  startedAtMs: 1_700_000_000_000,
  ...more,
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gridcast-mlflow-'));
  store = await openStore({ home });
  const children = [
    trial('member', { kind: 'member' }),
    trial('given up', { kind: 'configuration', status: 'pruned', message: 'not in the better half' }),
    trial('broken', { kind: 'configuration', status: 'failed', message: 'fold 1: no number' }),
  ];
  const artefacts = [{ name: 'plots/a.svg', content: '<svg/>' }];
  for (const run of ['r1', 'r2'])
    await recordTrial(
      { store, origin: 1, machine: () => machine },
      run,
      trial('train', { children, artefacts }),
    );
});

afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

/** Runs a delivery against a server; a request's deadline comes at once where the server is said to be slow. */
async function deliverTo(
  behaviour: Behaviour | undefined,
  { isSlow = false }: { readonly isSlow?: boolean } = {},
): Promise<Delivery & { readonly requests: number; readonly waitedMs: readonly number[] }> {
  let requests = 0;
  const waitedMs: number[] = [];
  const server = createServer((request, response) => behaviour?.(request, response, ++requests));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  if (behaviour === undefined) await new Promise((resolve) => server.close(resolve));
  const network: Network = {
    request: (url, init) => fetch(url, init),
    sleep: (ms, signal) => {
      const isDeadline = ms >= 4000;
      if (!isDeadline) waitedMs.push(ms);
      if (!isDeadline || (isSlow && ms === 4000)) return Promise.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
    },
  };
  try {
    const delivery = await deliverPending({
      store,
      network,
      target: target(port),
      requestMs: 4000,
      budgetMs: 20_000,
      nowMs: () => 0,
      signal: new AbortController().signal,
    });
    return { ...delivery, requests, waitedMs };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function target(port: number): MlflowTarget {
  return { uri: `http://127.0.0.1:${port}`, experiment: 'tests', authorization: 'Bearer secret' };
}

const answer =
  (status: number, text: string): Behaviour =>
  (request, response) => {
    request.resume();
    response.writeHead(status).end(text);
  };

describe('deliverPending', () => {
  const bad: readonly [name: string, behaviour: Behaviour | undefined, problem: RegExp, requests: number][] =
    [
      ['nobody listens', undefined, /ECONNREFUSED|fetch failed/u, 0],
      ['it hangs up', (request) => request.socket.destroy(), /hang up|closed|socket/iu, 2],
      ['it is full (507)', answer(507, 'no space'), /answered 507/u, 1],
      ['its disk is full (500)', answer(500, '{"message":"disk full"}'), /answered 500: disk full/u, 2],
      ['a proxy refuses the size (413)', answer(413, '<html>'), /answered 413/u, 1],
      ['it asks for patience (429)', answer(429, '{"error_code":"X"}'), /answered 429/u, 1],
      ['it wants other credentials (401)', answer(401, ''), /answered 401/u, 1],
      ['it is something else', answer(200, '<html>hello</html>'), /something else than JSON/u, 1],
      [
        'its answer does not end',
        (request, response) => {
          request.resume();
          const more = (): void => void (response.destroyed || response.write(Buffer.alloc(2 ** 20), more));
          more();
        },
        /more than 4194304 bytes/u,
        2,
      ],
    ];

  test.each(bad)('where %s, ends after few requests and keeps all for the next time', async (...row) => {
    const [, behaviour, problem, requests] = row;
    const delivery = await deliverTo(behaviour);
    expect(delivery).toMatchObject({ delivered: 0, pending: 2, requests });
    expect(delivery.problems).toHaveLength(1);
    expect(delivery.problems[0]).toMatch(problem);
    expect(delivery.problems[0]).not.toContain('secret');
    expect(delivery.waitedMs.length).toBeLessThanOrEqual(1);
  });

  test('where it never answers, waits for one request alone', async () => {
    const silent: Behaviour = (request) => void request.resume();
    const delivery = await deliverTo(silent, { isSlow: true });
    expect(delivery.problems).toEqual(['no whole answer within 4 s']);
    expect(delivery).toMatchObject({ delivered: 0, pending: 2, waitedMs: [] });
  });

  test('where it falls over at any request, the next deliveries give everything exactly once', async () => {
    const mlflow = new LittleMlflow();
    const fallAt = async (failAt: number): Promise<boolean> => {
      let fell = false;
      const { delivered, problems } = await deliverTo((request, response, place) => {
        fell ||= place >= failAt;
        return fell ? answer(507, '')(request, response, place) : mlflow.answer(request, response);
      });
      expect(problems.length).toBe(fell ? 1 : 0);
      if (!fell) expect(delivered).toBe(2);
      return fell;
    };
    // each is another server for the store, by its port; by its tags the same runs are found
    let failAt = 1;
    while (await fallAt(failAt)) failAt += 3;
    expect(failAt).toBeGreaterThan(15);
    const runs = [...mlflow.runs.values()];
    expect(runs).toHaveLength(8);
    expect(runs.map(({ metrics }) => [...metrics].toSorted())).toEqual(
      Array(8).fill(expect.arrayContaining(['loss 0 3', 'loss 2 1'])),
    );
    expect(runs.filter(({ tags }) => tags['mlflow.parentRunId'] !== undefined)).toHaveLength(6);
    expect(runs.map(({ status }) => status).toSorted()).toEqual(
      ['FAILED', 'FINISHED', 'FINISHED', 'KILLED'].flatMap((status) => [status, status]),
    );
    expect(runs.find(({ status }) => status === 'FAILED')?.tags).toMatchObject({
      gridcast_state: 'failed',
      'mlflow.note.content': 'fold 1: no number',
    });
    expect([...mlflow.artefacts.keys()].filter((path) => path.endsWith('a.svg'))).toHaveLength(2);
  });

  test('where another delivery of the same is asked for, the trials below are left as they are', async () => {
    const mlflow = new LittleMlflow();
    const asked: string[] = [];
    const keep: Behaviour = (request, response) => {
      asked.push(request.url?.split('/').slice(-2).join('/') ?? '');
      mlflow.answer(request, response);
    };
    await deliverTo(keep);
    expect(asked.filter((place) => place === 'runs/create')).toHaveLength(8);
    asked.length = 0;
    await deliverTo(keep);
    expect(asked.filter((place) => place === 'runs/log-batch')).toHaveLength(2);
    expect(asked).not.toContain('runs/create');
  });

  test('a training that failed and was done again is one run that says nothing of the failure', async () => {
    const mlflow = new LittleMlflow();
    const tries = [
      { status: 'failed', message: 'the disk was full' },
      { status: 'done', message: undefined },
    ] as const;
    for (const how of tries) {
      await recordTrial({ store, origin: 1, machine: () => machine }, 'r3', trial('train', how));
      await deliverTo((request, response) => mlflow.answer(request, response));
    }
    const [run, ...others] = [...mlflow.runs.values()].filter(({ tags }) => tags['gridcast_run'] === 'r3');
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      status: 'FINISHED',
      tags: { gridcast_state: 'done', 'mlflow.note.content': '' },
    });
  });

  test('a trial that it refuses does not hold the others up', async () => {
    const mlflow = new LittleMlflow();
    const refused = '{"error_code":"INVALID_PARAMETER_VALUE","message":"no"}';
    const delivery = await deliverTo((request, response) => {
      const isFirst = mlflow.runs.size === 0 && request.url?.endsWith('runs/create') === true;
      if (!isFirst) return mlflow.answer(request, response);
      mlflow.runs.set('refused', { tags: {}, metrics: new Set(), status: 'RUNNING' });
      return answer(400, refused)(request, response, 0);
    });
    expect(delivery).toMatchObject({ delivered: 1, pending: 1 });
    expect(delivery.problems[0]).toMatch(/^trial \w{12}: it answered 400: no$/u);
    const rest = await countUndelivered(store.catalogue, targetName(target(1)));
    expect(rest).toBe(2);
  });
});

/** As much of MLflow as a delivery of trials without models asks for; `test/mlflow.test.ts` runs the real one. */
class LittleMlflow {
  readonly runs = new Map<
    string,
    { readonly tags: Record<string, string>; readonly metrics: Set<string>; status: string }
  >();
  readonly artefacts = new Map<string, string>();

  answer(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const said = this.#said(request.url ?? '', text);
      response.writeHead(200).end(JSON.stringify(said));
    });
  }

  #said(url: string, text: string): unknown {
    if (url.includes('mlflow-artifacts')) {
      this.artefacts.set(url, text);
      return {};
    }
    const body = JSON.parse(text === '' ? '{}' : text) as Body;
    if (url.includes('experiments/')) return { experiment: { experiment_id: '1' } };
    if (url.endsWith('runs/search')) {
      const root = /'(.*)'/u.exec(body.filter ?? '')?.[1];
      const found = [...this.runs].filter(([, { tags }]) => tags['gridcast_root'] === root);
      // a page holds one
      const at = Number(body.page_token ?? 0);
      const more = at + 1 < found.length ? { next_page_token: String(at + 1) } : {};
      return { runs: found.slice(at, at + 1).map(([id]) => this.#run(id)), ...more };
    }
    if (url.endsWith('runs/create')) {
      const id = `run-${this.runs.size}`;
      const tags = Object.fromEntries((body.tags ?? []).map(({ key, value }) => [key, value]));
      this.runs.set(id, { tags, metrics: new Set(), status: 'RUNNING' });
      return { run: this.#run(id) };
    }
    const run = this.runs.get(body.run_id ?? '');
    for (const { key, step, value } of body.metrics ?? []) run?.metrics.add(`${key} ${step} ${value}`);
    if (run === undefined) return {};
    for (const { key, value } of body.tags ?? []) run.tags[key] = value;
    if (body.status !== undefined) run.status = body.status;
    return {};
  }

  #run(id: string): unknown {
    const { tags = {}, status } = this.runs.get(id) ?? {};
    return {
      info: { run_id: id, artifact_uri: `mlflow-artifacts:/1/${id}/artifacts`, status },
      data: { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    };
  }
}

interface Body {
  readonly filter?: string;
  readonly page_token?: string;
  readonly status?: string;
  readonly run_id?: string;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
  readonly metrics?: readonly { readonly key: string; readonly step: number; readonly value: number }[];
}
