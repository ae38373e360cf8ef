/** Runs a command under `time`, and watches the memory of all its processes together and when it passes a mark. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine, Cost } from '../cycle/measure.ts';

/** As `Cost`, but the peak is that of all processes together, sampled. */
export interface TreeCost extends Cost {
  /** Seconds until its stderr said what was waited for; absent where it did not. */
  readonly markSeconds?: number;
}

const SAMPLE_MS = 200;
const PAGE_MIB = 4096 / 1024 / 1024;

/** Runs a command to its end; its output is dropped. @throws Error with the command's last words when it fails */
export async function measureTree(command: CommandLine, scratch: string, mark: RegExp): Promise<TreeCost> {
  const report = path.join(scratch, 'cost.txt');
  const started = performance.now();
  const child = spawn('/usr/bin/time', ['-o', report, '-f', '%e %U %S', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let peakMiB = 0;
  let markSeconds: number | undefined;
  let words = '';
  child.stderr.on('data', (text: Buffer) => {
    words = (words + text.toString()).slice(-5000);
    if (markSeconds === undefined && mark.test(words)) markSeconds = (performance.now() - started) / 1000;
  });
  const timer = setInterval(() => {
    peakMiB = Math.max(peakMiB, treeMiB(child.pid ?? 0));
  }, SAMPLE_MS);
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${words}`);
  const [wall, user, system] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  const cost = { wallSeconds: wall ?? NaN, cpuSeconds: (user ?? NaN) + (system ?? NaN), peakMiB };
  return markSeconds === undefined ? cost : { ...cost, markSeconds };
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly pages: number;
}

/** Resident memory of a process and all below it. */
function treeMiB(top: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(Number(pid)) ?? []);
  const inTree = new Set([top]);
  // parents may have higher numbers than children, so until nothing is added
  for (let size = 0; size !== inTree.size;) {
    size = inTree.size;
    for (const { pid, parent } of stats) if (inTree.has(parent)) inTree.add(pid);
  }
  return stats.filter(({ pid }) => inTree.has(pid)).reduce((sum, { pages }) => sum + pages * PAGE_MIB, 0);
}

function statOf(pid: number): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { pid, parent: Number(fields[1]), pages: Number(fields[21]) };
  } catch {
    return undefined; // it ended meanwhile
  }
}
