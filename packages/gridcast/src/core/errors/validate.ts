import { badData } from './kind.ts';

export const validateErrors = {
  VALIDATE_STOPPED: badData<{ failed: readonly { expectation: string; problem: string }[] }>(
    ({ failed }) =>
      `The data does not meet ${failed.length === 1 ? 'an expectation' : `${failed.length} expectations`} that must ` +
      `hold: ${failed.map(({ expectation, problem }) => `${expectation} (${problem})`).join('; ')}. ` +
      'The results are kept with the run; mend the data at its source and collect again.',
  ),
};
