import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const sources = ['index.html', 'package.json', 'vite.config.ts', 'public/**', 'src/**'];

/**
 * Builds the dashboard when its sources are newer than what was built last.
 *
 * @returns what was done, or nothing when there is no dashboard or it is fresh.
 */
export async function setUpDashboard(root: string): Promise<string | undefined> {
  const folder = path.join(root, 'packages', 'dashboard');
  if (!existsSync(path.join(folder, 'index.html'))) return undefined;
  const built = path.join(folder, 'dist', 'index.html');
  if (existsSync(built) && statSync(built).mtimeMs >= (await newestSourceMs(folder))) return undefined;
  await promisify(execFile)('npm', ['run', 'build', '--workspace', 'packages/dashboard'], { cwd: root });
  return 'built the dashboard';
}

async function newestSourceMs(folder: string): Promise<number> {
  let newestMs = 0;
  for await (const file of glob(sources, { cwd: folder })) {
    newestMs = Math.max(newestMs, statSync(path.join(folder, file)).mtimeMs);
  }
  return newestMs;
}
