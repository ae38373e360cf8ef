/** Runs one command line and says how it ended; nothing here touches the process itself. */
import { parseArgs } from 'node:util';
import type { Network } from '../collect/index.ts';
import { resolveConfig } from '../config/index.ts';
import { GridcastError, reasonOf } from '../core/index.ts';
import { armWritePoints } from '../store/index.ts';
import type { Command, FlagValues } from './command.ts';
import { commandNames, loadCommand } from './commands.ts';
import { readConfigFile } from './config-file.ts';
import { environmentLayer } from './environment.ts';
import { flagLayer, globalFlags } from './global-flags.ts';
import { commandHelp, generalHelp } from './help.ts';
import { createLogger } from './logger.ts';
import { mlflowTarget } from './mlflow-target.ts';
import { drawProgress, type TextSink } from './progress.ts';
import { packageVersion } from './version.ts';

/** What the process gives to the CLI. */
export interface CliEdge {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  readonly nowMs: () => number;
  readonly network: Network;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly signal: AbortSignal;
}

/** Runs the command line; returns the exit code: 0 done, 1 fault, 2 usage, 3 bad data. */
export async function runCli(edge: CliEdge): Promise<number> {
  const wantsJson = edge.arguments.includes('--json');
  try {
    const name = edge.arguments[0];
    if (name === undefined || name === '--help' || name === '-h') return say(edge, await generalHelp());
    if (name === '--version') return say(edge, packageVersion());
    return await runCommand(edge, name);
  } catch (thrown) {
    return report(edge, thrown, wantsJson);
  }
}

async function runCommand(edge: CliEdge, name: string): Promise<number> {
  const command = await loadCommand(name);
  if (command === undefined) {
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'the command',
      value: name,
      expected: `these are known: ${commandNames.join(', ')}. See gridcast --help`,
    });
  }
  const { values, positionals } = parsed(command, edge.arguments.slice(1));
  if (values['help'] === true) return say(edge, commandHelp(name, command));
  if (values['version'] === true) return say(edge, packageVersion());
  const settings = resolveConfig([
    ...(await readConfigFile(values['config'], edge.workingFolder)),
    { origin: 'environment', values: environmentLayer(edge.environment) },
    { origin: 'flag', values: flagLayer(values, Object.keys(command.flags)) },
  ]);
  const killAtWrite = edge.environment['GRIDCAST_KILL_AT_WRITE'];
  if (killAtWrite !== undefined) armWritePoints(Number(killAtWrite));
  const json = values['json'] === true;
  const logger = createLogger(settings.config.logLevel, edge.stderr);
  const progress = drawProgress(edge.stderr);
  try {
    const result = await command.run({
      settings,
      flags: values,
      positionals,
      nowMs: edge.nowMs,
      network: edge.network,
      mlflow: () => mlflowTarget(edge.environment),
      logger,
      progress: progress.listener,
      announce: (line) => void edge.stderr.write(`${line}\n`),
      signal: edge.signal,
      json,
    });
    progress.clear();
    say(edge, json ? JSON.stringify(result.json) : result.text);
    return result.exitCode ?? 0;
  } finally {
    progress.clear();
  }
}

function parsed(command: Command, args: string[]): { values: FlagValues; positionals: string[] } {
  try {
    return parseArgs({
      args,
      options: { ...globalFlags, ...command.flags },
      allowPositionals: true,
      strict: true,
    });
  } catch (cause) {
    throw new GridcastError('USAGE_COMMAND_LINE', { reason: reasonOf(cause) }, { cause });
  }
}

function say(edge: CliEdge, text: string): number {
  if (text !== '') edge.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  return 0;
}

function report(edge: CliEdge, thrown: unknown, json: boolean): number {
  const known = thrown instanceof GridcastError ? thrown : undefined;
  const code = known?.code ?? 'INTERNAL_FAULT';
  if (json) {
    const error = { code, message: reasonOf(thrown), details: known?.details ?? null };
    edge.stdout.write(`${JSON.stringify({ error })}\n`);
  }
  edge.stderr.write(`gridcast: ${reasonOf(thrown)} [${code}]\n`);
  if (known === undefined && thrown instanceof Error) edge.stderr.write(`${thrown.stack ?? ''}\n`);
  return known?.kind.exitCode ?? 1;
}
