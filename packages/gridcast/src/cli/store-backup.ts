/** `store backup` and `store restore`. */
import { resolve } from 'node:path';
import { GridcastError } from '../core/index.ts';
import { backUpStore, restoreStore, type CopiedObjects } from '../store/index.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { storeSettings, withStore } from './open-home.ts';
import { formatNumber } from './table.ts';

/** Backs the home up into a folder, which is a home with a lake and a catalogue of its own. */
export async function backedUp(context: CommandContext): Promise<CommandResult> {
  const folder = folderOf(context);
  const copied = await withStore(context, (store) => backUpStore(store, folder));
  return result(copied, `Backed up to ${folder}`, `gridcast store restore ${folder} --home FRESH`);
}

/** Brings a backup back into the home that the settings name. */
export async function restored(context: CommandContext): Promise<CommandResult> {
  const folder = folderOf(context);
  const replaceCatalogue = context.flags['replace'] === true;
  const copied = await restoreStore({ ...storeSettings(context.settings.config), folder, replaceCatalogue });
  return result(copied, `Restored from ${folder}`, 'gridcast store list');
}

function folderOf({ positionals }: CommandContext): string {
  const [verb = '', folder] = positionals;
  if (folder !== undefined) return resolve(folder);
  const expected = `a folder is wanted: gridcast store ${verb} FOLDER`;
  throw new GridcastError('USAGE_INVALID_VALUE', { name: `gridcast store ${verb}`, value: '', expected });
}

function result(copied: CopiedObjects, done: string, next: string): CommandResult {
  const { copiedObjects, presentObjects, missingObjects } = copied;
  const lines = [
    `${done}: ${formatNumber(copiedObjects)} objects copied, ${formatNumber(presentObjects)} were there`,
    ...missingObjects.map((key) => `missing  ${key}`),
    `Next: ${next}`,
  ];
  return { json: { copiedObjects, presentObjects, missingObjects }, text: lines.join('\n') };
}
