/** The worker thread: takes messages, lets the engine carry them out, sends back results. */
import { parentPort, workerData } from 'node:worker_threads';
import { Engine } from '../engine/engine.ts';
import type { Host } from '../engine/host.ts';
import type { MainMessage, RequestMessage, WorkerMessage } from '../protocol/messages.ts';
import { packError } from '../protocol/wire-error.ts';
import { RequestHost, type PendingAnswers } from './request-host.ts';
import type { EngineWorkerData } from './worker-data.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs only as a worker thread.');

const { libraryPath, threads } = workerData as EngineWorkerData;
const engine = new Engine({ libraryPath, threads, onLog: (line) => send({ type: 'log', line }) });
const answers: PendingAnswers = new Map();

port.on('message', (message: MainMessage) => {
  if (message.type === 'request') void respond(message);
  else answers.get(message.id)?.(message.answer);
});

async function respond(message: RequestMessage): Promise<void> {
  const { id } = message;
  try {
    const host = new RequestHost(id, send, answers);
    const operation = engine[message.name].bind(engine) as (request: unknown, host: Host) => unknown;
    const result = await operation(message.request, host);
    const transfer = result instanceof Float64Array ? [result.buffer as ArrayBuffer] : [];
    send({ type: 'result', id, result }, transfer);
  } catch (error) {
    send({ type: 'failure', id, error: packError(error) });
  }
}

function send(message: WorkerMessage, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}
