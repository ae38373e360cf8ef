/** Who holds a lease: a process on a host, told apart from an earlier process with the same number. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { systemCode } from '../file-errors.ts';

const token = randomUUID().slice(0, 8);
const HOLDER = /^process (\d+) on (.+) \(([0-9a-f]{8})\)$/u;

/** This process as the holder of a lease: `process 4711 on myhost (1b2c3d4e)`. */
export function processHolder(): string {
  return `process ${process.pid} on ${hostname()} (${token})`;
}

/** Whether a holder is surely gone: a process of this host that no longer runs. Of other hosts nothing is known. */
export function isHolderGone(holder: string): boolean {
  const [, pid, host, heldToken] = HOLDER.exec(holder) ?? [];
  if (pid === undefined || host !== hostname()) return false;
  if (Number(pid) === process.pid) return heldToken !== token;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (thrown) {
    return systemCode(thrown) === 'ESRCH';
  }
}
