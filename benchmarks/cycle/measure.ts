/** Runs one whole process under `time` and reads what it cost. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a process and the children it waited for cost. */
export interface Cost {
  readonly wallSeconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** A program with its arguments. */
export type CommandLine = readonly [string, ...string[]];

/**
 * Runs a command to its end; its output is dropped.
 *
 * @param scratch a folder for the measurement's own file.
 * @throws Error with the command's last words when it fails.
 */
export function measure(command: CommandLine, scratch: string): Cost {
  const report = path.join(scratch, 'cost.txt');
  const timed = ['-o', report, '-f', '%e %U %S %M', ...command];
  const { status, stderr, error } = spawnSync('/usr/bin/time', timed, { encoding: 'utf8' });
  if (error !== undefined) throw new Error('needs: apt-get install time', { cause: error });
  if (status !== 0) throw new Error(`${command.join(' ')} failed:\n${stderr.slice(-2000)}`);
  const [wall, user, system, peakKiB] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  return {
    wallSeconds: wall ?? NaN,
    cpuSeconds: (user ?? NaN) + (system ?? NaN),
    peakMiB: (peakKiB ?? NaN) / 1024,
  };
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
