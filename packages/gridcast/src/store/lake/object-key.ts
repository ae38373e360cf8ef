/** Content names of objects: the only shape a key may have, so that none can leave the lake. */
import { GridcastError } from '../../core/index.ts';
import type { LakeKind } from './lake.ts';

const KEY = /^[a-z]+\/([0-9a-f]{2})\/(\1[0-9a-f]{62})\.[a-z0-9]+(?:\.[a-z0-9]+)*$/u;

/** Finds keys inside other text, such as the JSON of a step's output. */
export const KEY_IN_TEXT = /[a-z]+\/[0-9a-f]{2}\/[0-9a-f]{64}\.[a-z0-9]+(?:\.[a-z0-9]+)*/gu;

/** The key of content with this hash. `extension` has no leading dot: `parquet`, `json.gz`. */
export function objectKey(kind: LakeKind, sha256: string, extension: string): string {
  return checkedKey(`${kind}/${sha256.slice(0, 2)}/${sha256}.${extension}`);
}

/** Gives the key back. @throws STORE_KEY_INVALID where it is no content name. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new GridcastError('STORE_KEY_INVALID', { key });
  return key;
}

/** Whether a name is a key: anything else in a lake's place is not ours and is left alone. */
export function isKey(name: string): boolean {
  return KEY.test(name);
}

/** The kind and the extension in a key. @throws STORE_KEY_INVALID */
export function partsOfKey(key: string): { readonly kind: LakeKind; readonly extension: string } {
  const [kind, extension] = [checkedKey(key).split('/', 1)[0], key.slice(key.indexOf('.') + 1)];
  return { kind: kind as LakeKind, extension };
}

/** The hash a key promises. */
export function sha256OfKey(key: string): string {
  return KEY.exec(key)?.[2] ?? '';
}
