/**
 * `npm run peers`: puts the pinned Python peers into `.venv`, for the parity tests and the benchmarks. Does nothing when they
 * are there already.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runStep, type Step } from './step.ts';

const root = path.dirname(import.meta.dirname);
const requirements = path.join(import.meta.dirname, 'python-requirements.txt');
const venv = path.join(root, '.venv');
const python = path.join(venv, 'bin', 'python');
const stampFile = path.join(venv, 'peers.sha256');
const stamp = createHash('sha256').update(readFileSync(requirements)).digest('hex');
const attempts = 3;

async function mustRun(step: Step): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { passed, output } = await runStep(step, { cwd: root });
    if (passed) return;
    if (attempt === attempts) throw new Error(`${step.name} failed:\n${output.trimEnd()}`);
  }
}

if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  console.error('peers: nothing to do');
} else {
  rmSync(venv, { recursive: true, force: true });
  await mustRun({
    name: 'making .venv (on Debian: apt-get install python3-venv)',
    command: ['python3', '-m', 'venv', venv],
  });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await mustRun({ name: 'installing the peers', command: [python, ...install] });
  writeFileSync(stampFile, stamp);
  console.error('peers: installed');
}
