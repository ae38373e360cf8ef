#!/usr/bin/env node
// Starts the CLI under Node 24: an older Node re-executes this file with the `node` package's binary.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  const cache = nodeModule.enableCompileCache?.();
  // threads and processes of their own read it from the environment
  if (cache?.directory !== undefined) process.env.NODE_COMPILE_CACHE ??= cache.directory;
  nodeModule.registerHooks?.({ resolve: withoutLookingUp });
  const built = join(here, '..', 'dist', 'cli', 'main.js');
  const source = join(here, '..', 'src', 'cli', 'main.ts');
  await import(existsSync(source) ? source : built);
} else {
  const newer = findNode24();
  if (newer === undefined) {
    process.stderr.write(
      `gridcast needs Node 22.18 or newer; this is ${process.version}. Run npm ci, which brings Node 24 along.\n`,
    );
    process.exit(1);
  }
  const child = spawn(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // a terminal sends its interrupt to both; whoever stops this process alone means the child
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`gridcast cannot start ${newer}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.removeAllListeners(signal ?? 'exit');
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

// A relative import names its file in full. Node would look each of a thousand up on the disk, with its links and its package,
// which is a quarter of the time that a command needs to start.
function withoutLookingUp(specifier, context, next) {
  const isRelativeImport = specifier.startsWith('.') && context.conditions.includes('import');
  if (!isRelativeImport || context.parentURL === undefined) return next(specifier, context);
  return { url: new URL(specifier, context.parentURL).href, shortCircuit: true };
}

function findNode24() {
  try {
    const folder = dirname(nodeModule.createRequire(import.meta.url).resolve('node/package.json'));
    const binary = join(folder, 'bin', 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
