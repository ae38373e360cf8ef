/** The settings file: JSON named by --config, or gridcast.config.json in the working folder. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ConfigLayer } from '../config/index.ts';
import { GridcastError, reasonOf } from '../core/index.ts';
import type { FlagValues } from './command.ts';

const DEFAULT_NAME = 'gridcast.config.json';

/** Reads the settings file as a layer; none where no file was named and the default one does not exist. */
export async function readConfigFile(
  flag: FlagValues[string],
  workingFolder: string,
): Promise<ConfigLayer[]> {
  const named = typeof flag === 'string';
  const path = named ? resolve(workingFolder, flag) : join(workingFolder, DEFAULT_NAME);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (!named && (cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new GridcastError('USAGE_CONFIG_FILE', { path, reason: reasonOf(cause) }, { cause });
  }
  return [{ origin: 'file', values: parsed(text, path) }];
}

function parsed(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new GridcastError('USAGE_CONFIG_FILE', { path, reason: reasonOf(cause) }, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GridcastError('USAGE_CONFIG_FILE', { path, reason: 'an object of settings is wanted' });
  }
  return value as Record<string, unknown>;
}
