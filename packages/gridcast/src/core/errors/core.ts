import { fault, usage } from './kind.ts';

export const coreErrors = {
  USAGE_INVALID_VALUE: usage<{ name: string; value: string; expected: string }>(
    ({ name, value, expected }) => `${name} is "${value}", but ${expected}.`,
  ),
  INTERNAL_FAULT: fault<{ what: string }>(
    ({ what }) => `Something went wrong inside: ${what}. Run the command again with --log-level debug.`,
  ),
};
