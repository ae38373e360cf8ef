import { writeFile } from 'node:fs/promises';
import { GridcastError, reasonOf } from '../../core/index.ts';
import { cardJson, modelCard, renderCard } from '../../pipeline/index.ts';
import type { Store } from '../../store/index.ts';
import type { CommandResult } from '../command.ts';

/** Shows a model's card, or writes it as Markdown. @throws USAGE_INVALID_VALUE where the file cannot be written */
export async function showCard(store: Store, version: string, out?: string): Promise<CommandResult> {
  const card = await modelCard(store, version);
  const text = renderCard(card);
  if (out === undefined) return { json: cardJson(card), text };
  await writeFile(out, text).catch((cause: unknown) => {
    const expected = `a file that can be written is wanted: ${reasonOf(cause)}`;
    throw new GridcastError('USAGE_INVALID_VALUE', { name: '--out', value: out, expected }, { cause });
  });
  return { json: cardJson(card), text: `Model card: ${out}` };
}
