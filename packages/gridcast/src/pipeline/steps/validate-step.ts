import { requireValid, validate } from '../../validate/index.ts';
import type { Step } from '../steps.ts';

export const validateStep: Step = {
  name: 'validate',
  execute: async (context, runId) => {
    const { keys, valuesAtLeastZero } = context.source.declaration;
    const result = await validate({
      store: context.store,
      subject: {
        keys: keys.map(({ name, values, isOpen }) => ({
          name,
          ...(values === undefined || isOpen === true ? {} : { values: values.map(({ text }) => text) }),
        })),
        valuesAtLeastZero,
      },
      asOfHour: context.origin,
      presentHour: context.presentHour,
      delayHours: context.delayHours,
      runId,
      threads: context.config.threads,
    });
    const { reports, ...facts } = result.output;
    return { output: facts, commit: result.commit, verify: () => requireValid(reports) };
  },
};
