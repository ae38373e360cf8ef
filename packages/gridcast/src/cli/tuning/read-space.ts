/** Reads the search space that `--space` names. */
import { readFile } from 'node:fs/promises';
import { GridcastError, reasonOf } from '../../core/index.ts';
import { parseSpace, presets, type Space } from '../../train/index.ts';

/** A preset by its name, or a JSON file. @throws TUNE_SPACE_INVALID; USAGE_INVALID_VALUE where it is neither */
export async function readSpace(name: string): Promise<Space> {
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset !== undefined) return preset;
  let text: string;
  try {
    text = await readFile(name, 'utf8');
  } catch (cause) {
    const expected = `one of ${Object.keys(presets).join(', ')} or the path of a JSON file is wanted (${reasonOf(cause)})`;
    throw new GridcastError('USAGE_INVALID_VALUE', { name: '--space', value: name, expected }, { cause });
  }
  try {
    return parseSpace(JSON.parse(text), name);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const details = { space: name, place: 'the top', value: 'no JSON', expected: reasonOf(cause) };
    throw new GridcastError('TUNE_SPACE_INVALID', details, { cause });
  }
}
