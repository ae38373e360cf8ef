/** Ports and readiness of servers that a test starts on this machine. */
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const POLL_MS = 50;
const TRIES = 600;

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until something listens on a port; fails after half a minute, or as soon as `hasEnded` says so. */
export async function untilListening(port: number, hasEnded: () => boolean): Promise<void> {
  for (let tries = 0; tries < TRIES && !hasEnded(); tries++) {
    if (await listens(port)) return;
    await setTimeout(POLL_MS);
  }
  throw new Error(`nothing listens on 127.0.0.1:${port}`);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
