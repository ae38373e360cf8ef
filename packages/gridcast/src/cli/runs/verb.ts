/** What a verb of `gridcast runs` is. */
import type { CommandContext, CommandResult } from '../command.ts';

export interface RunsVerb {
  /** How it is called after `gridcast runs `. */
  readonly usage: string;
  readonly run: (context: CommandContext, names: readonly string[]) => Promise<CommandResult>;
}
