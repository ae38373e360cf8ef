/** Runs one named command and tells how it went; the shared half of check and test. */
import { spawn } from 'node:child_process';

/** A command that is one line of a report. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** How a step ended; `output` holds stdout and stderr as they came. */
export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

/**
 * Runs a step to its end. A command that cannot be started has failed, with the reason as its output.
 *
 * @param live shows the output while it comes, too.
 */
export function runStep(
  step: Step,
  options: { readonly cwd: string; readonly live?: boolean },
): Promise<StepResult> {
  const startMs = performance.now();
  const [program, ...args] = step.command;
  const child = spawn(program, args, { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const parts: Buffer[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (part: Buffer) => {
      parts.push(part);
      if (options.live) process[stream].write(part);
    });
  }
  return new Promise((resolve) => {
    const end = (passed: boolean, reason = ''): void => {
      const output = Buffer.concat(parts).toString() + reason;
      resolve({ name: step.name, passed, seconds: (performance.now() - startMs) / 1000, output });
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code) => end(code === 0));
  });
}
