/** What a command is, and what it is handed. */
import type { ParseArgsConfig } from 'node:util';
import type { Network } from '../collect/index.ts';
import type { ResolvedConfig } from '../config/index.ts';
import type { Json, Logger, ProgressListener } from '../core/index.ts';
import type { MlflowTarget } from '../pipeline/index.ts';

export type FlagTable = NonNullable<ParseArgsConfig['options']>;
export type FlagValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** The edge of the process: everything a command may touch of the world outside. */
export interface CommandContext {
  readonly settings: ResolvedConfig;
  readonly flags: FlagValues;
  readonly positionals: readonly string[];
  /** The wall clock, in milliseconds; the only place it enters. */
  readonly nowMs: () => number;
  /** Requests to living feeds, and waiting for them; the only place the network enters. */
  readonly network: Network;
  /** The MLflow server of the environment; undefined: trials stay here. @throws USAGE_INVALID_VALUE */
  readonly mlflow: () => MlflowTarget | undefined;
  readonly logger: Logger;
  readonly progress: ProgressListener;
  /** Says a line to people at once, beside the result. */
  readonly announce: (line: string) => void;
  /** Aborted by the first interrupt. */
  readonly signal: AbortSignal;
  /** True with `--json`. */
  readonly json: boolean;
}

/** A command's result: JSON for `--json`, lines for people otherwise. */
export interface CommandResult {
  readonly json: Json;
  readonly text: string;
  /** 1 where the result itself is a failure. Default 0. */
  readonly exitCode?: 0 | 1;
}

/** One command of the CLI. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** How it is called after `gridcast `, and examples. */
  readonly usage: string;
  readonly examples: readonly string[];
  /** Flags of its own, beside the global ones; each with its help line. */
  readonly flags: FlagTable;
  readonly flagHelp: Readonly<Record<string, string>>;
  readonly run: (context: CommandContext) => Promise<CommandResult>;
}
