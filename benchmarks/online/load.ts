/**
 * A program of its own that asks at fixed times, whatever the answers take: `load.ts PORT RATE SECONDS PATH…`, the paths in turn.
 * Prints one JSON line of `Answer`s. It does nothing else, so that its heap stays small: collecting the garbage of a large one would
 * count as waiting for the server.
 */
import { Agent, get } from 'node:http';

/** Milliseconds: how long after it was due a question was sent, and its answer read to the end. */
export interface Answer {
  readonly sentAfterMs: number;
  readonly answeredAfterMs: number;
}

const [port = 0, rate = 0, seconds = 0] = process.argv.slice(2, 5).map(Number);
const paths = process.argv.slice(5);
const count = rate * seconds;
const agent = new Agent({ keepAlive: true });
const answers: Promise<Answer>[] = [];
const startedMs = performance.now();
const dueMs = (place: number): number => startedMs + (1000 * place) / rate;

/** Sends what is due, never early, and looks again a millisecond later. */
function sendDue(done: () => void): void {
  while (answers.length < count && dueMs(answers.length) <= performance.now()) {
    answers.push(ask(paths[answers.length % paths.length] ?? '/', dueMs(answers.length)));
  }
  if (answers.length === count) done();
  else setTimeout(sendDue, 1, done);
}

function ask(path: string, due: number): Promise<Answer> {
  const sentAfterMs = performance.now() - due;
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ sentAfterMs, answeredAfterMs: performance.now() - due });
        else reject(new Error(`${path} answered ${response.statusCode}`));
      });
    }).on('error', reject);
  });
}

await new Promise<void>((resolve) => {
  sendDue(resolve);
});
process.stdout.write(JSON.stringify(await Promise.all(answers)));
agent.destroy();
