/** The process of one rank: a missing peer blocks LightGBM for good, so it must be one that can be killed. */
import { createControl } from '../engine/control.ts';
import { Engine } from '../engine/engine.ts';
import type { Host } from '../engine/host.ts';
import { packError } from '../protocol/wire-error.ts';
import type { RankMessage, RankTask } from './protocol.ts';

/** Nobody listens to a rank but for its log and its model. */
const silentHost: Host = {
  progress: () => undefined,
  ask: () => Promise.reject(new Error('A rank asks nothing.')),
  isPauseDue: () => false,
  pause: () => Promise.resolve(),
};

process.once('message', (task: RankTask) => {
  void trainRank(task).then(
    (text) => sendLast({ type: 'model', text }),
    (error: unknown) => sendLast({ type: 'failure', error: packError(error) }),
  );
});
send({ type: 'ready' });

async function trainRank(task: RankTask): Promise<string> {
  const { libraryPath, threads, network, params, rounds } = task;
  const engine = new Engine({ libraryPath, threads, onLog: (line) => send({ type: 'log', line }) });
  engine.joinNetwork(network);
  send({ type: 'joined' });
  const dataset = engine.createDataset(task.dataset);
  const steering = { hasCustomObjective: false, hasOnIteration: false, customMetrics: [], valid: [] };
  const request = { params, dataset: dataset.id, rounds, control: createControl(), ...steering };
  const { booster } = await engine.train(request, silentHost);
  const text = engine.modelText({ booster: booster.id, form: 'text', iterations: -1 });
  engine.leaveNetwork();
  engine.close();
  return text;
}

function send(message: RankMessage): void {
  process.send?.(message);
}

function sendLast(message: RankMessage): void {
  process.send?.(message, () => process.disconnect());
}
