/** Keeps raw inputs in the lake, under their content. */
import { constants } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { GridcastError, reasonOf } from '../core/index.ts';
import type { Lake, LakeObject } from '../store/index.ts';

/** What tells a file's state without reading it; any write changes it. */
export interface FileState {
  readonly path: string;
  readonly bytes: number;
  /** Modification and change time in nanoseconds, as text. */
  readonly stamp: string;
}

/** The state of a file. @throws COLLECT_FILE_UNREADABLE where it is none, or cannot be looked at. */
export async function fileState(path: string): Promise<FileState> {
  const file = basename(path);
  const found = await stat(path, { bigint: true }).catch((cause: unknown) => {
    throw new GridcastError('COLLECT_FILE_UNREADABLE', { file, reason: reasonOf(cause) }, { cause });
  });
  if (!found.isFile())
    throw new GridcastError('COLLECT_FILE_UNREADABLE', { file, reason: `${path} is not a file` });
  return { path, bytes: Number(found.size), stamp: `${found.mtimeNs}/${found.ctimeNs}/${found.ino}` };
}

/** Copies a file into the lake; content that is there already is not stored again. */
export async function keepRaw(lake: Lake, path: string): Promise<LakeObject> {
  const extension = /^\.[a-z0-9]{1,8}$/u.exec(extname(path).toLowerCase())?.[0].slice(1) ?? 'bin';
  const copy = lake.scratchPath(extension);
  try {
    await copyFile(path, copy, constants.COPYFILE_FICLONE);
  } catch (cause) {
    throw new GridcastError(
      'COLLECT_FILE_UNREADABLE',
      { file: basename(path), reason: reasonOf(cause) },
      { cause },
    );
  }
  return lake.putFile('raw', extension, copy);
}
