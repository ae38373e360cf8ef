import { fault } from './kind.ts';

export const modelErrors = {
  MODEL_UNREADABLE: fault<{ name: string; reason: string }>(
    ({ name, reason }) =>
      `The model ${name} cannot be read: ${reason}. Run gridcast train to make a new one.`,
  ),
};
