/** Runs the writer as a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface WriterResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

/** Runs the writer; `fileSizeKiB` limits the size of any file it writes, as a full disk would. */
export async function runWriter(
  options: Readonly<Record<string, unknown>>,
  limits: { readonly fileSizeKiB?: number } = {},
): Promise<WriterResult> {
  const script = fileURLToPath(new URL('writer.ts', import.meta.url));
  const limit = limits.fileSizeKiB === undefined ? '' : `ulimit -f ${limits.fileSizeKiB}; `;
  const child = spawn(
    'bash',
    ['-c', `${limit}exec "$0" "$@"`, process.execPath, script, JSON.stringify(options)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stderr }));
  });
}
