import type { Json } from '../../core/index.ts';
import { describeRelation, requireValid, validate } from '../../validate/index.ts';
import type { Step } from '../steps.ts';
import { loadSuites } from '../suites.ts';
import { validationSubject } from '../validation-subject.ts';

export const validateStep: Step = {
  name: 'validate',
  execute: async (context, runId) => {
    const result = await validate({
      store: context.store,
      subject: validationSubject(context.source.declaration),
      suites: await loadSuites(context),
      openRaw: async (engine) => {
        await context.input.loadRaw(engine, 'raw');
        return describeRelation(engine, 'raw');
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
  isSettled: hasNoStops,
};

/** Data that must not go on is checked again, not passed over, when the same run is tried again. */
export function hasNoStops(output: Json): boolean {
  const { stops = [] } = output as { readonly stops?: readonly string[] };
  return stops.length === 0;
}
