/** Runs the real command in a process of its own, as a user does. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

/** The command itself. */
export const program = path.resolve(import.meta.dirname, '../packages/gridcast/bin/gridcast.js');

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `gridcast` with these arguments; `environment` is added to this process's own. */
export function runGridcast(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...environment } };
    const child = execFile(process.execPath, [program, ...args], options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, signal: child.signalCode, stdout, stderr }),
    );
  });
}

/** Starts `gridcast` and leaves it to be ended. */
export function startGridcast(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
}

/** Runs `gridcast` and gives what it prints. @throws AssertionError with what it says on stderr where it fails */
export async function succeed(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runGridcast(args, environment);
  expect(exitCode, `${args.join(' ')}: ${stderr}`).toBe(0);
  return stdout;
}

/** What a home has published: the SHA-256 of every object in its lake, by its path there. */
export function lakeContents(home: string): Readonly<Record<string, string>> {
  const lake = path.join(home, 'lake');
  const files = readdirSync(lake, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const contents = files.map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(lake, file), createHash('sha256').update(readFileSync(file)).digest('hex')];
  });
  return Object.fromEntries(contents) as Readonly<Record<string, string>>;
}

/** Writes hourly readings of `sites` series over `days` days from 2024-03-01 UTC as CSV and gives the flags that read it. */
export function writeMeters(file: string, size: { readonly sites: number; readonly days: number }): string[] {
  const lines = ['hour,site,kwh'];
  for (let hour = 0; hour < size.days * 24; hour += 1) {
    const at = new Date(Date.UTC(2024, 2, 1, hour)).toISOString();
    for (let site = 1; site <= size.sites; site += 1) {
      const wave = Math.sin((2 * Math.PI * (hour + site)) / 24) + 0.2 * Math.sin(hour * hour * site);
      lines.push(`${at},s${site},${(site * (50 + 20 * wave)).toFixed(2)}`);
    }
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  return ['--source', 'file', '--path', file, '--time', 'hour', '--keys', 'site', '--value', 'kwh'];
}
