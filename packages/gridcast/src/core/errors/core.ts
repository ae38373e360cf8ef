import { fault, usage } from './kind.ts';

export const coreErrors = {
  USAGE_INVALID_VALUE: usage<{ name: string; value: string; expected: string }>(
    ({ name, value, expected }) => `${name} is "${value}", but ${expected}.`,
  ),
  USAGE_COMMAND_LINE: usage<{ reason: string }>(({ reason }) => `${reason} See the command's --help.`),
  USAGE_MISSING_VALUE: usage<{ name: string; example: string }>(
    ({ name, example }) => `${name} is missing. For example: ${example}`,
  ),
  USAGE_CONFIG_FILE: usage<{ path: string; reason: string }>(
    ({ path, reason }) =>
      `The settings file ${path} cannot be used: ${reason}. Mend it or name another with --config.`,
  ),
  RUN_STOPPED: fault<{ signal: string }>(
    ({ signal }) =>
      `stopped by ${signal}. What was finished is kept; the same command goes on from there or begins again.`,
    true,
  ),
  INTERNAL_FAULT: fault<{ what: string }>(
    ({ what }) => `Something went wrong inside: ${what}. Run the command again with --log-level debug.`,
  ),
};
