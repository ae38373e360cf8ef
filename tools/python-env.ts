/**
 * `npm run peers`: puts the pinned Python peers into `.venv`, for the parity tests and the benchmarks; `npm run peers -- mlflow`
 * puts an MLflow server into `.venv-mlflow`, for its test (850 MB). Does nothing when they are there already.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runStep, type Step } from './step.ts';

const root = path.dirname(import.meta.dirname);
const environments: Readonly<Record<string, readonly [requirements: string, folder: string]>> = {
  peers: ['python-requirements.txt', '.venv'],
  mlflow: ['mlflow-requirements.txt', '.venv-mlflow'],
};
const attempts = 3;

async function mustRun(step: Step): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { passed, output } = await runStep(step, { cwd: root });
    if (passed) return;
    if (attempt === attempts) throw new Error(`${step.name} failed:\n${output.trimEnd()}`);
  }
}

async function provide(name: string): Promise<void> {
  const environment = environments[name];
  if (environment === undefined)
    throw new Error(`${name} is none of ${Object.keys(environments).join(', ')}`);
  const requirements = path.join(import.meta.dirname, environment[0]);
  const venv = path.join(root, environment[1]);
  const python = path.join(venv, 'bin', 'python');
  const stampFile = path.join(venv, 'peers.sha256');
  const stamp = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    console.error(`${name}: nothing to do`);
    return;
  }
  rmSync(venv, { recursive: true, force: true });
  await mustRun({
    name: `making ${environment[1]} (on Debian: apt-get install python3-venv)`,
    command: ['python3', '-m', 'venv', venv],
  });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await mustRun({ name: `installing ${name}`, command: [python, ...install] });
  writeFileSync(stampFile, stamp);
  console.error(`${name}: installed`);
}

await provide(process.argv[2] ?? 'peers');
