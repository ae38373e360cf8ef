/** What a verb of `gridcast store` is. */
import type { CommandContext, CommandResult } from '../command.ts';

/** One verb, such as `training-set`; its flags stand in the command's one table. */
export interface StoreVerb {
  /** How it is called after `gridcast store `. */
  readonly usage: string;
  readonly run: (context: CommandContext, names: readonly string[]) => Promise<CommandResult>;
}
