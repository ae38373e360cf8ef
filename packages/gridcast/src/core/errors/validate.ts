import { badData, fault, usage } from './kind.ts';

export const validateErrors = {
  VALIDATE_STOPPED: badData<{ failed: readonly { expectation: string; problem: string }[] }>(
    ({ failed }) =>
      `The data does not meet ${failed.length === 1 ? 'an expectation' : `${failed.length} expectations`} that must ` +
      `hold: ${failed.map(({ expectation, problem }) => `${expectation} (${problem})`).join('; ')}. ` +
      'The results are kept with the run; mend the data at its source and collect again.',
  ),
  VALIDATE_SUITE_INVALID: usage<{ from: string; problems: readonly string[] }>(
    ({ from, problems }) =>
      `The suite of ${from} cannot be used: ${problems.join('; ')}. ` +
      'Mend it, or take what is known with --leave-out-unknown.',
  ),
  VALIDATE_UNPROVEN: fault<{ expectations: readonly string[] }>(
    ({ expectations }) =>
      `${expectations.length === 1 ? 'A check does' : `${expectations.length} checks do`} not tell a clean sample from a ` +
      `spoiled one: ${expectations.join(', ')}. Mend its query or its samples.`,
  ),
  VALIDATE_NO_RESULTS: usage<{ what: string; command: string }>(
    ({ what, command }) => `There is no ${what} yet. Make it first: ${command}`,
  ),
};
