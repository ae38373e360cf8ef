/** The steps of a run after collect, in order: one entry a step. */
import type { Json } from '../core/index.ts';
import type { RunContext } from './run-context.ts';
import type { StepOutcome } from './step-outcome.ts';
import { featuresStep } from './steps/features-step.ts';
import { monitorStep } from './steps/monitor-step.ts';
import { predictStep } from './steps/predict-step.ts';
import { trainStep } from './steps/train-step.ts';
import { validateStep } from './steps/validate-step.ts';

export const stepNames = ['collect', 'validate', 'features', 'train', 'monitor', 'predict'] as const;

export type StepName = (typeof stepNames)[number];

/** One step: reads what earlier steps committed, answers with what is to be committed. */
export interface Step {
  readonly name: Exclude<StepName, 'collect'>;
  readonly execute: (context: RunContext, runId: string) => Promise<StepOutcome>;
  /** False where what an earlier attempt committed must not be built upon: the step is done again. Default: true. */
  readonly isSettled?: (output: Json) => boolean;
}

export const steps: readonly Step[] = [validateStep, featuresStep, trainStep, monitorStep, predictStep];
