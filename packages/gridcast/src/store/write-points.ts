/** The one place through which every durable write passes, so that a harness can kill the process between any two. */
import { writeSync } from 'node:fs';

let countdown: number | undefined;

/** From now on the process kills itself with SIGKILL at the n-th write point; meant for crash tests only. */
export function armWritePoints(n: number): void {
  countdown = n;
}

/** Marks an instant just before or after something durable happens; does nothing unless armed. */
export function writePoint(name: string): void {
  if (countdown === undefined) return;
  countdown -= 1;
  if (countdown !== 0) return;
  writeSync(2, `killed at write point: ${name}\n`);
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
