import type { StageResult } from '../store/index.ts';

/** What a step answers: a result to commit (`verify` may then stop the run), or why it was not due. */
export type StepOutcome =
  (StageResult<object> & { readonly verify?: () => void }) | { readonly skipped: string };
