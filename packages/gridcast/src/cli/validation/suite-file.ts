import { readFile } from 'node:fs/promises';
import { GridcastError, reasonOf } from '../../core/index.ts';
import { parseSuite, type ParsedSuite } from '../../validate/index.ts';
import type { CommandContext } from '../command.ts';

/** Reads a suite's file by the command's flags. @throws VALIDATE_SUITE_INVALID */
export async function readSuiteFile({ flags }: CommandContext, path: string): Promise<ParsedSuite> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new GridcastError('VALIDATE_SUITE_INVALID', { from: path, problems: [reasonOf(cause)] }, { cause });
  }
  return parseSuite(value, {
    from: path,
    on: typeof flags['on'] === 'string' ? flags['on'] : undefined,
    leaveOutUnknown: flags['leave-out-unknown'] === true,
  });
}
